"""The fields of a JSON object, checked: none missing, none that nobody would read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from asknext.errors import DataError

__all__ = ["fields", "listed"]


def fields(found: Any, kind: str, needed: Sequence[str], may: Sequence[str] = ()) -> list[Any]:
    """The values of ``needed`` and then of ``may`` (None where absent).

    Raises `DataError` where ``found`` is no object, lacks a needed field or has one that is not known.
    """
    if not isinstance(found, Mapping):
        raise DataError(f"a {kind} is {type(found).__name__}, expected an object with {', '.join(needed) or 'a type'}")
    lacking = [name for name in needed if name not in found]
    if lacking:
        raise DataError(f"a {kind} lacks {lacking[0]!r}; expected {', '.join(needed)}")
    if len(found) > len(needed):
        unknown = sorted(found.keys() - {*needed, *may, "type"}, key=str)
        if unknown:
            raise DataError(f"a {kind} has {str(unknown[0])[:60]!r}; known are {', '.join([*needed, *may])}")
    return [found.get(name) for name in (*needed, *may)]


def listed(found: Any, what: str, length: int | None = None) -> Sequence[Any]:
    """``found``, which must be a list (of ``length``)."""
    if not isinstance(found, list | tuple):
        raise DataError(f"{what} is {type(found).__name__}, expected a list")
    if length is not None and len(found) != length:
        raise DataError(f"{what} has {len(found)} values, expected {length}")
    return found
