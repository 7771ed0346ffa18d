"""A text file that a command of ``asknext ontology`` was given."""

from __future__ import annotations

from pathlib import Path

from asknext.errors import ProjectError

__all__ = ["read_text"]


def read_text(path: Path) -> str:
    """What stands in a file. Raises ProjectError where that is not UTF-8, OSError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ProjectError(f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8.") from None
