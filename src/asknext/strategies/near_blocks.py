"""Probabilities in blocks that fit the processor's own memory, for scores that need one pass over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray, PoolView
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
    """

    def __init__(self, matrices: Sequence[Values], view: PoolView, dtype: Any) -> None:
        self._matrices, self._view = matrices, view
        self._dtype = np.dtype(dtype) if all(each.dtype == dtype for each in matrices) else np.dtype(np.float64)
        row = len(matrices) * matrices[0].shape[1] * self._dtype.itemsize
        self._rows = min(max(_FEWEST, _NEAR // row), view.resources.block_rows(row))

    def scores(self, of: Callable[[Values], Float64], exactly: Callable[[IntArray], Float64], label: str) -> Float64:
        """(u,) one number for each of ``view.unlabelled``; ``of`` takes a block, ``exactly`` the numbers of rows."""
        scores = np.empty(len(self._view.unlabelled))

        def work(part: slice) -> None:
            room = np.empty((len(self._matrices), self._matrices[0].shape[1], 2 * self._rows), self._dtype)
            for piece in parts(part.stop - part.start, self._rows):
                place = slice(part.start + piece.start, part.start + piece.stop)
                scores[place] = self._scored(self._view.unlabelled[place], room, of, exactly)

        for _ in over_blocks(self._view, parts(len(scores), _TOGETHER * self._rows), work, label):
            pass
        return scores

    def _scored(
        self, rows: IntArray, room: Values, of: Callable[[Values], Float64], exactly: Callable[[IntArray], Float64]
    ) -> Float64:
        first, last = int(rows[0]), int(rows[-1]) + 1
        if not self._view.ordered or last - first > room.shape[2]:
            return exactly(rows)
        block = room[:, :, : last - first]
        for matrix, columns in zip(self._matrices, block, strict=True):
            np.copyto(columns, matrix[first:last].T)
        if not self._is_sound(block):
            return exactly(rows)
        result = of(block.transpose(0, 2, 1))
        return result if len(rows) == last - first else result[rows - first]

    def _is_sound(self, block: Values) -> bool:
        """Whether all values are in [0, 1], and rows sum to 1 where they should; False where anything is NaN."""
        if not (block.min() >= 0 and block.max() <= 1):
            return False
        if self._view.multilabel:
            return True
        sums = block.sum(axis=1)
        return bool(sums.min() >= 1 - TOLERANCE and sums.max() <= 1 + TOLERANCE)
