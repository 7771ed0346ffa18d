"""Fitted embedders on disk: arrays in one .npz without pickles, the rest in one .json."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from asknext.errors import DataError

__all__ = ["digest", "load_arrays", "save_arrays"]


def save_arrays(folder: Path, facts: Mapping[str, Any], arrays: Mapping[str, Any]) -> None:
    """Write ``embedder.json`` and ``embedder.npz`` into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / "embedder.npz", **arrays)
    (folder / "embedder.json").write_text(json.dumps(dict(facts), sort_keys=True, indent=1), encoding="utf-8")


def load_arrays(folder: Path, kind: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What `save_arrays` wrote. Raises DataError where it is damaged or of another kind of embedder."""
    try:
        facts = json.loads((folder / "embedder.json").read_text(encoding="utf-8"))
        with np.load(folder / "embedder.npz", allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise DataError(f"The saved embedder cannot be read ({error}).", source=str(folder)) from None
    if not isinstance(facts, dict) or facts.get("kind") != kind:
        raise DataError(f"The saved embedder is not one for {kind}.", source=str(folder))
    return facts, arrays


def digest(facts: Mapping[str, Any], arrays: Mapping[str, Any]) -> str:
    """A short name for exactly these facts and numbers."""
    made = hashlib.blake2b(json.dumps(dict(facts), sort_keys=True).encode(), digest_size=8)
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        made.update(f"{name}{array.dtype}{array.shape}".encode())
        made.update(array.tobytes())
    return made.hexdigest()
