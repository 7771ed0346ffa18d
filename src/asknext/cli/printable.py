"""`printable`: text from outside, safe to show on a terminal."""

from __future__ import annotations

import unicodedata

__all__ = ["printable", "shortened", "width"]


def printable(text: object, *, keep_lines: bool = False) -> str:
    """``text`` without what a terminal would obey: control characters, escapes, direction overrides."""
    kept = "\n" if keep_lines else ""
    return "".join(char if char in kept or unicodedata.category(char) not in _OBEYED else " " for char in str(text))


def shortened(text: str, columns: int) -> str:
    """``text`` cut to ``columns`` terminal columns, with an ellipsis where something is missing."""
    if width(text) <= columns:
        return text
    taken, used = [], 0
    for char in text:
        used += _char_width(char)
        if used > columns - 1:
            break
        taken.append(char)
    return "".join(taken) + "…"


def width(text: str) -> int:
    """How many terminal columns ``text`` takes."""
    return sum(map(_char_width, text))


_OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _char_width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
