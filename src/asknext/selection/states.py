"""Which items stand for choice: those that are there twice, chosen before or looked at before do not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.annotations import Annotation
from asknext.errors import DataError
from asknext.formats.exchange.safe_name import file_below
from asknext.media import near_by_distance, near_by_hash
from asknext.selection.items import Items
from asknext.selection.media_selection import Duplicates

__all__ = ["Earlier", "duplicate_states", "earlier_selection", "unit_rows"]

CANDIDATE = "candidate"


@dataclass
class Earlier:
    """What earlier selections say: names that were chosen and where these files lie, what was predicted in them, names
    that were looked at, and folders with files that are chosen already."""

    chosen: dict[str, Path] = field(default_factory=dict)
    said: dict[str, tuple[Annotation, ...]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    folders: list[Path] = field(default_factory=list)


def earlier_selection(paths: Sequence[Path]) -> Earlier:
    """Of the outputs of earlier selections, and of plain folders of files. Raises `DataError`."""
    found = Earlier()
    for path in paths:
        if not path.is_dir():
            raise DataError("there is no such folder; name the output of a selection or a folder", source=str(path))
        if (path / "items.jsonl").is_file():
            _of_output(path, found)
        else:
            found.folders.append(path)
    return found


def _of_output(path: Path, found: Earlier) -> None:
    for item in _lines(path / "items.jsonl"):
        found.seen.add(str(item.get("name")))
    try:
        told = json.loads((path / "selection.json").read_text(encoding="utf-8"))
        for each in told["chosen"]:
            name = str(each["name"])
            found.chosen[name] = file_below(path, each["file"])
            found.said[name] = tuple(Annotation.from_json(one) for one in each["annotations"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise DataError(f"is no whole selection ({error}); choose again", source=str(path / "selection.json")) from None


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                found = json.loads(line)
            except (ValueError, RecursionError):
                found = None
            if not isinstance(found, dict):
                raise DataError("is no line of a selection", source=str(path), line=number)
            yield found


def duplicate_states(
    items: Items, given: Duplicates, hashes: npt.NDArray[np.uint64] | None, vectors: npt.NDArray[np.float32]
) -> npt.NDArray[np.object_]:
    """(n,) ``duplicate``, ``near_duplicate`` or ``candidate``; of those that are alike the first stays.

    ``hashes`` : (n,) perceptual hashes, needed for ``bits``; ``vectors`` : (n, d), rows of length 1.
    """
    states = np.full(len(items), CANDIDATE, dtype=object)
    if given.exact:
        first = dict[bytes, int]()
        again = [first.setdefault(key, row) != row for row, key in enumerate(items.hashes)]
        states[np.array(again, dtype=bool)] = "duplicate"
    if given.bits is not None and hashes is not None:
        rows = np.flatnonzero(states == CANDIDATE)
        states[rows[near_by_hash(hashes[rows], given.bits)]] = "near_duplicate"
    if given.distance is not None:
        rows = np.flatnonzero(states == CANDIDATE)
        states[rows[near_by_distance(vectors[rows], given.distance)]] = "near_duplicate"
    return states


def unit_rows(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Scaled to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)
