"""Probabilities in blocks that fit the processor's own memory, for scores that need one pass over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.compiled import highest_values
from asknext.strategies.over_blocks import over_blocks, parts

__all__ = ["TOLERANCE", "NearBlocks"]

Values = npt.NDArray[Any]
Float64 = npt.NDArray[np.float64]

TOLERANCE = 1e-3  # how far from 1 a row of probabilities may sum
_NEAR = 640 << 10  # bytes: a block and what is computed from it stay in the second-level cache
_FEWEST = 256  # rows, so that calls cost less than the work in them
_TOGETHER = 8  # blocks that a thread does in one go


class NearBlocks:
    """K matrices (n, C) as blocks (K, rows, C) with contiguous columns, read once, checked on the way.

    Rows that are not asked are read with their neighbours and dropped at the end, which is quicker than leaving them
    out. A block that has anything wrong in it goes to ``exactly``, which says what, or finds it in a row not asked.
    With ``most`` a block may have so many of the highest values of each row (1 or 2) alone, read by a compiled loop.
    """

    def __init__(self, matrices: Sequence[Values], view: PoolView, dtype: Any, *, most: int | None = None) -> None:
        alone = most is not None and len(matrices) == 1 and not view.multilabel
        self._most, self._highest = most, highest_values(matrices[0], most) if alone and most else None
        if self._highest is not None:
            dtype = matrices[0].dtype
        self._matrices, self._view, self._dtype = matrices, view, np.dtype(dtype)
        row = len(matrices) * matrices[0].shape[1] * self._dtype.itemsize
        self._rows = min(max(_FEWEST, _NEAR // row), view.resources.block_rows(row))
        self._one = np.ones(1, self._dtype).view(f"u{self._dtype.itemsize}")[0]

    def scores(
        self, of: Callable[[Values], Float64], exactly: Callable[[IntArray], Float64], label: str
    ) -> Iterator[Float64]:
        """One number for each of ``view.unlabelled``, in pieces; ``of`` takes a block, ``exactly`` numbers of rows."""

        def work(part: slice) -> Float64:
            room = np.empty((len(self._matrices), self._matrices[0].shape[1], 2 * self._rows), self._dtype)
            scores = np.empty(part.stop - part.start)
            for place in parts(len(scores), self._rows):
                rows = self._view.unlabelled[part.start + place.start : part.start + place.stop]
                scores[place] = self._scored(rows, room, of, exactly)
            return scores

        return over_blocks(self._view, parts(len(self._view.unlabelled), _TOGETHER * self._rows), work, label)

    def _scored(
        self, rows: IntArray, room: Values, of: Callable[[Values], Float64], exactly: Callable[[IntArray], Float64]
    ) -> Float64:
        first, last = int(rows[0]), int(rows[-1]) + 1
        if not self._view.ordered or last - first > room.shape[2]:
            return exactly(rows)
        if self._highest is not None:
            block = room[:, : self._most, : last - first]
            if not self._highest(self._matrices[0][first:last], block[0], 0.99 * TOLERANCE):
                return exactly(rows)
            return _each(of, block, rows)
        block = room[:, :, : last - first]
        with np.errstate(all="ignore"):  # what single precision cannot hold is found unsound
            for matrix, columns in zip(self._matrices, block, strict=True):
                np.copyto(columns, matrix[first:last].astype(self._dtype, copy=False).T)
            if not self._is_sound(block):
                return exactly(rows)
        return _each(of, block, rows)

    def _is_sound(self, block: Values) -> bool:
        """Whether all values are in [0, 1], and rows sum to 1 where they should; False where anything is NaN.

        As whole numbers, the bits of all floats from 0 to 1 are in order, and those of any other float are higher.
        """
        if block.view(self._one.dtype).max() > self._one:
            return False
        if self._view.multilabel:
            return True
        sums, near = block.sum(axis=1), 0.99 * TOLERANCE
        return bool(sums.min() >= 1 - near and sums.max() <= 1 + near)


def _each(of: Callable[[Values], Float64], block: Values, rows: IntArray) -> Float64:
    """One number for each of ``rows`` from a block that begins with the first of them."""
    result = of(block.transpose(0, 2, 1))
    return result if len(rows) == len(result) else result[rows - rows[0]]
