"""`SelectionResult`: what a selection left in its folder, as its report reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError

__all__ = ["SelectionResult", "read_selection"]

VERSION = 1


@dataclass(frozen=True)
class SelectionResult:
    """A selection.

    Attributes
    ----------
    folder : where it is. told : ``selection.json``. items : the lines of ``items.jsonl``.
    vectors : (m, d) float32, the embedding of each of ``items``.
    """

    folder: Path
    told: Mapping[str, Any]
    items: Sequence[Mapping[str, Any]]
    vectors: npt.NDArray[np.float32]

    @property
    def title(self) -> str:
        """What was chosen out of what."""
        counts, kind = self.told["counts"]["items"], self.told["kind"]
        of = {"video": "frames", "image": "images", "audio": "recordings"}.get(kind, "items")
        return f"{counts['selected']:,} of {counts['read']:,} {of} chosen"

    def states(self) -> npt.NDArray[np.str_]:
        """The state of each of ``items``."""
        return np.array([str(each["state"]) for each in self.items], dtype=np.str_)


def read_selection(folder: Path) -> SelectionResult:
    """What ``asknext select`` left in ``folder``.

    Raises
    ------
    DataError : a file is missing or damaged, or of another version.
    """
    told = _json(folder / "selection.json")
    if not isinstance(told, dict) or told.get("version") != VERSION:
        raise DataError(
            f"This is no result of a selection of version {VERSION}.", source=str(folder / "selection.json")
        )
    items = _lines(folder / "items.jsonl")
    vectors = _vectors(folder / "embeddings.npy")
    if len(items) != len(vectors):
        reason = f"There are {len(items):,} items and {len(vectors):,} embeddings: they are not of one selection."
        raise DataError(reason, source=str(folder))
    return SelectionResult(folder, told, items, vectors)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"It cannot be read ({error}); asknext select writes it.", source=str(path)) from None


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        with open(path, encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.strip()]
    except (OSError, ValueError) as error:
        raise DataError(f"It cannot be read ({error}); asknext select writes it.", source=str(path)) from None


def _vectors(path: Path) -> npt.NDArray[np.float32]:
    try:
        found: npt.NDArray[np.float32] = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise DataError(f"It cannot be read ({error}); asknext select writes it.", source=str(path)) from None
    if found.ndim != 2:
        raise DataError("Embeddings are a matrix with one row an item.", source=str(path))
    return found
