"""`Resources`: what a selection may use of the machine, and whom it tells how far it has come."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sized
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from asknext.errors import InputError
from asknext.pool.free_memory import free_memory
from asknext.pool.progress import Listener, Progress, ProgressLine

__all__ = ["Resources", "in_bytes", "in_words"]

T = TypeVar("T")

_SHARE, _MOST = 4, 4 << 30  # a quarter of what is free, since others want memory too; 4 GiB are enough for all
_BLOCK = 1 << 22  # bytes: blocks of 4 MB stay near the processor, larger ones gain nothing
_COPIES = 8  # of a block that work on it may hold at a time
_SIZE = re.compile(r"([0-9]*\.?[0-9]+)\s*([kmgt]?)(i?)b?", re.IGNORECASE)


@dataclass(frozen=True)
class Resources:
    """What a selection may use. None of it changes what is selected.

    Attributes
    ----------
    max_memory : bytes beyond the inputs, or a size such as "500MB" or "2 GiB"; default: a quarter of what is free, at
        most 4 GiB. It bounds the blocks in which a pool is read; a strategy that needs more says how much.
    threads : how many blocks are worked on at a time; default: the processor cores this process may use.
    progress : called with (done, total, label) as a long run goes on; True writes a line to stderr.
    """

    max_memory: int | str | None = None
    threads: int | None = None
    progress: Listener | bool | None = None

    def __post_init__(self) -> None:
        if self.max_memory is not None:
            object.__setattr__(self, "max_memory", in_bytes(self.max_memory))
        if self.threads is not None and (not _is_whole(self.threads) or self.threads < 1):
            raise InputError(f"threads is {self.threads!r}, but must be a whole number of at least 1, or None for all.")
        if not (self.progress is None or isinstance(self.progress, bool) or callable(self.progress)):
            raise InputError(
                f"progress is {self.progress!r}, but must be True, or a function called with (done, total, label)."
            )

    @cached_property
    def memory(self) -> int:
        """Bytes that may be used beyond the inputs."""
        return min(free_memory() // _SHARE, _MOST) if self.max_memory is None else int(self.max_memory)

    @cached_property
    def workers(self) -> int:
        """How many threads to use."""
        return _cores() if self.threads is None else int(self.threads)

    def block_rows(self, row_bytes: int) -> int:
        """How many rows of ``row_bytes`` each to work on at a time: at least 1."""
        room = min(_BLOCK, self.memory // (_COPIES * self.workers))
        return max(1, room // max(1, row_bytes))

    def steps(self, items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
        """``items`` one after the other, telling how many are done; ``total`` where they have no length."""
        known = len(items) if total is None and isinstance(items, Sized) else total or 0
        return self._told.over(items, label, known)

    @cached_property
    def _told(self) -> Progress:
        if isinstance(self.progress, bool):
            return Progress(ProgressLine() if self.progress else None)
        return Progress(self.progress)


def in_bytes(size: Any) -> int:
    """A number of bytes from a whole number or from words such as "500MB" (10^6) or "2GiB" (2^30)."""
    if _is_whole(size) and size >= 1:
        return int(size)
    found = _SIZE.fullmatch(size.strip()) if isinstance(size, str) else None
    number = 0
    if found:
        base = 1024 if found[3] else 1000
        number = int(float(found[1]) * base ** " kmgt".index(found[2].lower() or " "))
    if number < 1:
        raise InputError(f"max_memory is {size!r}, but must be a number of bytes or a size such as '500MB' or '2GB'.")
    return number


def in_words(size: float) -> str:
    """``size`` in bytes as a person says it: "3.2 GB"."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.3g} {unit}"
        size /= 1000
    return f"{size:,.3g} TB" if size < 1000 else f"{size:,.0f} TB"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _cores() -> int:
    """The cores this process may use, which may be fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
