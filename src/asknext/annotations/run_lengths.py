"""Masks as lengths of runs, column by column, the first one of zeros; and COCO's way to write these as text.

The text is that of the COCO API (Dollár & Lin, 2014): each length, from the fourth on less the one two before it, in
groups of five bits, the lowest first, with a sixth bit where more follow, as characters from "0" on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError

__all__ = ["Runs", "area_of", "combined", "compact", "packed", "pixels_of", "runs_of", "unpacked"]

Runs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def runs_of(pixels: npt.NDArray[Any]) -> Runs:
    """The runs of a (height, width) mask; what is not zero is inside."""
    flat = np.asarray(pixels, dtype=bool).ravel(order="F")
    edges = np.flatnonzero(np.diff(flat.view(np.int8))) + 1
    return _from_zero(np.diff(np.concatenate([[0], edges, [flat.size]])), bool(flat.size and flat[0]))


def pixels_of(runs: Runs, height: int, width: int) -> Flags:
    """The (height, width) mask of ``runs`` that sum to its pixels."""
    flat = np.repeat(np.arange(len(runs)) % 2 == 1, runs)
    return flat.reshape((height, width), order="F")


def area_of(runs: Runs) -> int:
    """How many pixels are inside."""
    return int(runs[1::2].sum())


def compact(runs: Runs) -> Runs:
    """The same without runs of no length inside, so that equal masks have equal runs."""
    kept = runs > 0
    values = (np.arange(len(runs)) % 2 == 1)[kept]
    return _joined(values, runs[kept])


def combined(first: Runs, second: Runs, keep: Callable[[Flags, Flags], Flags]) -> Runs:
    """The runs of ``keep(inside first, inside second)``; both cover the same number of pixels."""
    one, two = np.cumsum(first), np.cumsum(second)
    edges = np.union1d(one, two)
    edges = edges[edges > 0]
    starts = np.concatenate([[0], edges[:-1]])
    inside = (np.searchsorted(ends, starts, side="right") % 2 == 1 for ends in (one, two))
    return _joined(keep(*inside), np.diff(np.concatenate([[0], edges])))


def _joined(values: Flags, lengths: Runs) -> Runs:
    """Runs of stretches whose neighbours may be alike."""
    if len(values) == 0:
        return np.zeros(1, dtype=np.int64)
    starts = np.concatenate([[0], np.flatnonzero(values[1:] != values[:-1]) + 1])
    return _from_zero(np.add.reduceat(lengths, starts), bool(values[0]))


def _from_zero(lengths: Runs, begins_inside: bool) -> Runs:
    lengths = lengths.astype(np.int64)
    return np.concatenate([[0], lengths]) if begins_inside else lengths


def packed(runs: Runs) -> str:
    """The text of ``runs``."""
    left = runs.copy()
    left[3:] -= runs[1:-2]
    groups, used = [], []
    going = np.ones(len(left), dtype=bool)
    while going.any():
        low = left & 31
        left >>= 5
        more = going & np.where(low & 16, left != -1, left != 0)
        groups.append(low + np.where(more, 32, 0) + 48)
        used.append(going)
        going = more
    kept = np.stack(used, axis=1)
    return bytes(np.stack(groups, axis=1)[kept].astype(np.uint8)).decode("ascii")


def unpacked(text: str) -> Runs:
    """The runs of a text; raises `DataError` where it holds a foreign character or ends amid a number."""
    codes = np.frombuffer(text.encode("utf-8"), dtype=np.uint8).astype(np.int64) - 48
    if len(codes) == 0:
        raise DataError("the run lengths are empty")
    if codes.min() < 0 or codes.max() > 63 or codes[-1] & 32:
        raise DataError("the run lengths are cut off or hold a character that COCO does not use")
    ends = np.flatnonzero((codes & 32) == 0)
    starts = np.concatenate([[0], ends[:-1] + 1])
    shift = 5 * (np.arange(len(codes)) - np.repeat(starts, ends - starts + 1))
    if shift.max() > 45:
        raise DataError("the run lengths hold a number of more than 50 bits")
    values = np.add.reduceat((codes & 31) << shift, starts)
    values -= np.where(codes[ends] & 16, np.int64(1) << (shift[ends] + 5), 0)
    values[1::2] = np.cumsum(values[1::2])
    values[2::2] = np.cumsum(values[2::2])
    return values
