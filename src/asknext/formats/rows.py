"""What every reader yields: rows and rejects, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

__all__ = ["RAW_LIMIT", "Reject", "Row", "Source", "shortened"]

RAW_LIMIT = 2_000


class Row(NamedTuple):
    """One row that could be read: where it starts in its file, counted from 1, and its values by column name."""

    line: int
    values: dict[str, Any]


class Reject(NamedTuple):
    """One row that could not be used: where, why, and how it began."""

    source: str
    line: int | None
    column: str | None
    reason: str
    raw: str


class Source(Protocol):
    """A file or folder that is read once, from front to back, in bounded memory.

    ``name`` is shown in messages; ``columns`` are the names known before reading; ``notes`` are sentences for the
    user about how it is read; ``done`` of ``total`` (bytes, rows or files) have been read.
    """

    name: str
    columns: tuple[str, ...]
    notes: list[str]
    total: int

    @property
    def done(self) -> int: ...

    def __iter__(self) -> Iterator[Row | Reject]: ...


def shortened(raw: object) -> str:
    """The beginning of ``raw`` as text that can be written anywhere: no lone surrogates, no endless lines."""
    text = str(raw)[:RAW_LIMIT]
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
