"""`Refused`: a pickle holds something that is no plain array, table or text."""

from __future__ import annotations

__all__ = ["Refused"]


class Refused(ValueError):
    """What was found; the reader of files adds where, and how to mend it."""
