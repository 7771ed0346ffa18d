"""The JSON files of a folder, one for each item."""

from __future__ import annotations

import os
from pathlib import Path

from asknext.errors import DataError

__all__ = ["json_files"]


def json_files(path: Path) -> list[Path]:
    """Every .json file below a folder, sorted, or the one file; links to folders are not entered.

    Raises `DataError` where there is none.
    """
    if path.is_file():
        return [path]
    found = []
    for place, folders, files in os.walk(path):
        folders[:] = [each for each in folders if not each.startswith(".")]
        found += [Path(place, each) for each in files if each.lower().endswith(".json") and not each.startswith(".")]
    if not found:
        raise DataError("has no .json file", source=str(path))
    return sorted(found)
