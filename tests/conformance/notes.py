"""What a person found who looked into a disagreement: said beside it in the table."""

from __future__ import annotations

__all__ = ["note"]

_NOTES: dict[tuple[str, str], str] = {}


def note(library: str, key: str) -> str:
    """A sentence about this disagreement, with file and line of the library's source; empty where none was written."""
    return _NOTES.get((library, key), "")
