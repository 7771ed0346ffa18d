"""The outline of a recording: the least and the greatest number in each column of a picture."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np
import numpy.typing as npt

__all__ = ["ReadableSound", "coarse_peaks", "columns_of", "peaks"]

_BLOCK = 1 << 18
Int16 = npt.NDArray[np.int16]


class ReadableSound(Protocol):
    """What any stretch of can be read, as `WaveFile`."""

    rate: int
    channels: int
    frames: int

    def read(self, start: int, count: int) -> npt.NDArray[np.float32]: ...


def peaks(recording: ReadableSound, start: float, end: float, columns: int) -> Int16:
    """(columns, channels, 2) least and greatest from -32767 to 32767, between ``start`` and ``end`` in seconds.

    What lies after the end of the recording is 0. Every number of the stretch is read, in blocks of bounded size.
    """
    edges = np.linspace(start * recording.rate, end * recording.rate, columns + 1)
    edges = np.clip(np.round(edges), 0, recording.frames).astype(np.int64)
    begins, ends = edges[:-1], np.maximum(edges[1:], edges[:-1] + 1)
    low = np.full((columns, recording.channels), 2.0, np.float32)
    high = -low
    for block in range(int(edges[0]), int(ends[-1]), _BLOCK):
        numbers = recording.read(block, min(_BLOCK, int(ends[-1]) - block))
        first = int(np.searchsorted(ends, block, side="right"))
        last = int(np.searchsorted(begins, block + len(numbers)))
        if first < last:
            at, part = np.maximum(begins[first:last] - block, 0), slice(first, last)
            low[part] = np.minimum(low[part], np.minimum.reduceat(numbers, at))
            high[part] = np.maximum(high[part], np.maximum.reduceat(numbers, at))
    both = np.stack([low, high], axis=2)
    return np.round(np.where(low[:, :, None] > 1, 0, both) * 32767).astype(np.int16)


def coarse_peaks(recording: ReadableSound, per_second: int) -> Int16:
    """`peaks` of the whole recording, ``per_second``: what wide views are drawn from by `columns_of`."""
    columns = max(math.ceil(recording.frames / recording.rate * per_second), 1)
    return peaks(recording, 0, columns / per_second, columns)


def columns_of(coarse: Int16, per_second: int, start: float, end: float, columns: int) -> Int16:
    """As `peaks`, from what `coarse_peaks` gave; exact to one of its columns."""
    edges = np.floor(np.linspace(start, end, columns + 1) * per_second + 1e-9).astype(np.int64)
    found = np.zeros((columns, *coarse.shape[1:]), np.int16)
    inside = edges[:-1] < len(coarse)
    at = edges[:-1][inside]
    if len(at):
        part = coarse[: max(int(edges[-1]), int(at[-1]) + 1)]
        found[inside, :, 0] = np.minimum.reduceat(part[:, :, 0], at)
        found[inside, :, 1] = np.maximum.reduceat(part[:, :, 1], at)
    return found
