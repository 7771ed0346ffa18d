"""Uncompressed recordings, any stretch of which is read without the rest."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError

__all__ = ["WaveFile"]

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_SAMPLES = {
    (_PCM, 8): "u1", (_PCM, 16): "<i2", (_PCM, 24): "u1", (_PCM, 32): "<i4", (_FLOAT, 32): "<f4", (_FLOAT, 64): "<f8",
}  # fmt: skip
_FULL = {"u1": 128.0, "<i2": 2.0**15, "<i4": 2.0**31}
_MOST_CHANNELS = 64
_MOST_RATE = 1_000_000
_MOST_CHUNKS = 1_000


class WaveFile:
    """A RIFF or RF64 wave file of 8, 16, 24 or 32 bit numbers or of floats, open for reading.

    Attributes
    ----------
    rate : frames a second. channels : numbers a frame. frames : how many there are, by the file's true length.
    path, stamp : which file, and when it was changed with how long it was then.

    Raises `DataError` where the file is of another kind, or is damaged; use as a context manager.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._file: BinaryIO = open(path, "rb")  # noqa: SIM115 - closed by close()
        except OSError as error:
            raise DataError(f"the recording cannot be read ({error.strerror})", source=path.name) from None
        self.path = path
        try:
            self._read_header()
        except DataError as error:
            self.close()
            raise DataError(error.reason, source=path.name) from None

    @property
    def seconds(self) -> float:
        return float(self.frames / self.rate)

    def read(self, start: int, count: int) -> npt.NDArray[np.float32]:
        """(n, channels) numbers from -1 to 1 from frame ``start`` on; n < ``count`` only at the end of the file."""
        start = min(max(start, 0), self.frames)
        count = min(max(count, 0), self.frames - start)
        self._file.seek(self._at + start * self._width)
        data = self._file.read(count * self._width)
        return self._numbers(data[: len(data) // self._width * self._width]).reshape(-1, self.channels)

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _numbers(self, data: bytes) -> npt.NDArray[np.float32]:
        if self._bits == 24:
            return _of_24_bits(data)
        found = np.frombuffer(data, self._kind)
        if self._kind in _FULL:
            return ((found.astype(np.float32) - (128 if self._kind == "u1" else 0)) / _FULL[self._kind]).astype(
                np.float32
            )
        # a float file may hold anything, and what is not finite would spoil every sum
        finite: npt.NDArray[np.float32] = np.clip(np.nan_to_num(found, posinf=1, neginf=-1), -1, 1).astype(np.float32)
        return finite

    def _read_header(self) -> None:
        riff, _, wave = self._unpack("<4sI4s")
        if riff not in (b"RIFF", b"RF64") or wave != b"WAVE":
            raise DataError("not a wave file")
        self.rate, self.channels, self.frames = 0, 0, 0
        for _ in range(_MOST_CHUNKS):
            name, size = self._unpack("<4sI")
            if name == b"data" and self.rate:
                return self._take_data(size)
            after = self._file.tell() + size + size % 2
            if name == b"fmt ":
                self._take_format(self._file.read(min(size, 40)))
            self._file.seek(after)
        raise DataError("the wave file has no sound in it")

    def _unpack(self, form: str) -> tuple[Any, ...]:
        data = self._file.read(struct.calcsize(form))
        if len(data) < struct.calcsize(form):
            raise DataError("the wave file ends before its sound begins")
        return struct.unpack(form, data)

    def _take_format(self, data: bytes) -> None:
        if len(data) < 16:
            raise DataError("the wave file's format is cut off")
        code, self.channels, self.rate, _, self._width, self._bits = struct.unpack("<HHIIHH", data[:16])
        if code == _EXTENSIBLE and len(data) >= 26:
            code = struct.unpack("<H", data[24:26])[0]
        if (code, self._bits) not in _SAMPLES:
            raise DataError(
                f"the wave file holds numbers of a kind that is not read here (format {code}, {self._bits} bits)"
            )
        if not (0 < self.channels <= _MOST_CHANNELS and 0 < self.rate <= _MOST_RATE):
            raise DataError(f"the wave file claims {self.channels:,} channels and {self.rate:,} numbers a second")
        if self._width != self.channels * self._bits // 8:
            raise DataError("the wave file's format contradicts itself")
        self._kind = _SAMPLES[code, self._bits]

    def _take_data(self, size: int) -> None:
        self._at = self._file.tell()
        about = os.fstat(self._file.fileno())
        self.stamp, there = (about.st_mtime_ns, about.st_size), about.st_size - self._at
        # recorders that were cut off, and RF64, leave a length that is not that of the file
        size = there if size in (0, 0xFFFFFFFF) else min(size, there)
        self.frames = size // self._width


def _of_24_bits(data: bytes) -> npt.NDArray[np.float32]:
    three = np.frombuffer(data, np.uint8).reshape(-1, 3)
    four = np.zeros((len(three), 4), np.uint8)
    four[:, 1:] = three
    return (four.view("<i4")[:, 0] / 2.0**31).astype(np.float32)
