"""How far a long run has come, told to a listener."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import TextIO, TypeVar

__all__ = ["Listener", "Progress", "ProgressLine"]

T = TypeVar("T")
Listener = Callable[[int, int, str], object]

_PAUSE = 0.1  # seconds between two reports: a listener may be slow, and blocks are many


class Progress:
    """Tells ``listener(done, total, label)`` how far each stage of a run has come; a stage within a stage is silent.

    Of a stage, ``done`` rises and ends at ``total``; reports are at least 0.1 seconds apart, but for the last.
    """

    def __init__(self, listener: Listener | None) -> None:
        self._listener, self._within = listener, False

    def over(self, items: Iterable[T], label: str, total: int) -> Iterator[T]:
        """``items``, reporting after each that it is done."""
        if self._listener is None or self._within:
            yield from items
            return
        self._within, reported, done = True, monotonic(), 0
        try:
            for item in items:
                yield item
                done += 1
                if done < total and monotonic() - reported >= _PAUSE:
                    self._listener(done, total, label)
                    reported = monotonic()
            self._listener(total or done, total or done, label)
        finally:
            self._within = False


class ProgressLine:
    """A line for people, written over itself: what is being done, how much of it is, how long the rest will take.

    Nothing is written in the first second of a stage, and the line goes when the stage is done.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._label, self._began, self._width = "", monotonic(), 0

    def __call__(self, done: int, total: int, label: str) -> None:
        if label != self._label:
            self._label, self._began = label, monotonic()
        taken = monotonic() - self._began
        if done >= total:
            self._write("")
            self._label = ""
        elif taken >= 1:
            self._write(f"{label or 'working'}: {done / total:.0%}, {_time(taken * (total - done) / done)} left")

    def _write(self, text: str) -> None:
        if text or self._width:
            self._stream.write("\r" + text.ljust(self._width) + ("" if text else "\r"))
            self._stream.flush()
        self._width = len(text)


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
