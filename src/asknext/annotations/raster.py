"""The pixels inside of a polygon, by the rule of the COCO API, so that masks and areas agree with it."""

from __future__ import annotations

from functools import reduce

import numpy as np
import numpy.typing as npt

from asknext.annotations.clipping import clipped_ring
from asknext.annotations.mask import Mask
from asknext.annotations.points import Ring
from asknext.annotations.polygon import Part, Polygon
from asknext.annotations.run_lengths import Runs, combined, compact, packed
from asknext.errors import DataError

__all__ = ["mask_of"]

Ints = npt.NDArray[np.int64]
_SCALE = 5
_LONGEST = 800_000


def mask_of(polygon: Polygon, height: int, width: int) -> Mask:
    """Which pixels of an image of ``height`` and ``width`` are inside: parts together, less their holes.

    An outline that runs along the edges of pixels gives exactly the pixels it encloses.
    """
    blank = Mask.of_runs(height, width, [height * width])
    parts = (_part_runs(part, height, width) for part in polygon.parts)
    found = reduce(lambda one, two: combined(one, two, np.logical_or), parts, blank.runs)
    return Mask(height, width, packed(compact(found)))


def _part_runs(part: Part, height: int, width: int) -> Runs:
    rings = (_ring_runs(each, height, width) for each in part)
    return reduce(lambda one, two: combined(one, two, np.logical_xor), rings)


def _ring_runs(ring: Ring, height: int, width: int) -> Runs:
    """The rule (Dollár & Lin, 2014): draw the outline on a grid five times as fine, and take from it the heights at
    which it crosses the middle of each column of pixels."""
    if _length(ring) > _LONGEST:
        ring = clipped_ring(ring, -1.0, -1.0, width + 1.0, height + 1.0)
    if len(ring) < 3:
        return np.array([height * width], dtype=np.int64)
    if _length(ring) > _LONGEST:
        raise DataError(f"an outline is more than {_LONGEST:,} pixels long; it cannot be drawn")
    columns, rows = _crossings(*_outline(np.array(ring)), height, width)
    ends = np.sort(np.concatenate([columns * height + rows, [height * width]]))
    return compact(np.diff(np.concatenate([[0], ends])))


def _length(ring: Ring) -> float:
    """In pixels, at most; as many steps are taken, times five, so what is far too long is not begun."""
    points = np.array(ring)
    return float(np.abs(points - np.roll(points, -1, axis=0)).max(axis=1).sum())


def _outline(points: npt.NDArray[np.float64]) -> tuple[Ints, Ints]:
    """x and y of every step along the outline on the fine grid."""
    fine = np.trunc(_SCALE * points + 0.5).astype(np.int64)
    start, end = fine, np.roll(fine, -1, axis=0)
    flat = np.abs(end - start)[:, 0] >= np.abs(end - start)[:, 1]
    flip = np.where(flat, start[:, 0] > end[:, 0], start[:, 1] > end[:, 1])
    low, high = np.where(flip[:, None], end, start), np.where(flip[:, None], start, end)
    length = np.abs(end - start).max(axis=1)
    rise = np.where(flat, (high - low)[:, 1], (high - low)[:, 0])
    slope = rise / np.maximum(length, 1)
    edge = np.repeat(np.arange(len(fine)), length + 1)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(length + 1) - length - 1, length + 1)
    along = np.where(flip[edge], length[edge] - step, step)
    across = slope[edge] * along
    x = np.where(flat[edge], along + low[edge, 0], np.trunc(low[edge, 0] + across + 0.5).astype(np.int64))
    y = np.where(flat[edge], np.trunc(low[edge, 1] + across + 0.5).astype(np.int64), along + low[edge, 1])
    return x, y


def _crossings(x: Ints, y: Ints, height: int, width: int) -> tuple[Ints, Ints]:
    """Column and row of each place where the outline steps over the middle of a column."""
    before, after = x[:-1], x[1:]
    column = (np.where(after < before, after, after - 1) + 0.5) / _SCALE - 0.5
    kept = (after != before) & (np.floor(column) == column) & (column >= 0) & (column <= width - 1)
    row = (np.minimum(y[1:], y[:-1]) + 0.5) / _SCALE - 0.5
    row = np.ceil(np.clip(row, 0, height))
    return column[kept].astype(np.int64), row[kept].astype(np.int64)
