"""Lines of a text file, none longer than a limit, so that a file without line ends cannot fill the memory."""

from __future__ import annotations

import io
from collections import deque
from pathlib import Path

from asknext.formats.encoding import Encoding

__all__ = ["LineTooLong", "Lines"]


class LineTooLong(Exception):
    """A line is over the limit; it has been passed over and reading may go on."""


class Lines:
    """An iterator over lines with their line ends, which survives its own errors.

    ``number`` is the line given last, counted from 1. Lines can be pushed back, to be given again.
    """

    def __init__(self, path: Path, encoding: Encoding, limit: int) -> None:
        self._bytes = path.open("rb")
        self._file = io.TextIOWrapper(self._bytes, encoding=encoding.name, errors=encoding.errors, newline="")
        self._limit = limit
        self._pushed: deque[str] = deque()
        self.number = 0
        self.head = ""
        self._read = 0

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        if self._pushed:
            self.number += 1
            return self._pushed.popleft()
        line = self._file.readline(self._limit + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > self._limit and not line.endswith(("\n", "\r")):
            self._pass_over(line)
        return line

    def push_back(self, lines: list[str]) -> None:
        """Give ``lines``, which must be the last ones given, once more."""
        self._pushed.extendleft(reversed(lines))
        self.number -= len(lines)

    def position(self) -> int:
        """How many bytes have been read; all of them once the file is closed."""
        return self._read if self._bytes.closed else int(self._bytes.tell())

    def close(self) -> None:
        if not self._bytes.closed:
            self._read = int(self._bytes.tell())
        self._file.close()

    def __del__(self) -> None:
        # a source that turns out unusable before it is read is never closed otherwise
        if hasattr(self, "_file"):
            self._file.close()

    def _pass_over(self, line: str) -> None:
        self.head = line[:200]
        while line and not line.endswith(("\n", "\r")):
            line = self._file.readline(self._limit + 1)
        raise LineTooLong
