"""The inputs of a strategy, checked and brought to one form a block at a time; the caller's arrays are only read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.near_blocks import TOLERANCE, NearBlocks
from asknext.strategies.over_blocks import over_blocks, parts

__all__ = ["CommitteeBlocks", "EmbeddingBlocks", "ProbabilityBlocks"]

R = TypeVar("R")
Float64 = npt.NDArray[np.float64]

_LARGEST = 1e15  # beyond this, squared distances overflow single precision


class ProbabilityBlocks:
    """Class probabilities of a view as checked float64 blocks (rows, C); `rows` reads any rows.

    Raises `InputError` for a wrong shape, values that are not numbers in [0, 1], and, where each item has one label,
    rows that do not sum to 1 within 0.001.
    """

    def __init__(self, view: PoolView, asker: str) -> None:
        self._view, self._asker = view, asker
        self._values = _array(view, "probabilities", asker, ("n", "C"))
        self.classes = self._values.shape[1]

    def __iter__(self) -> Iterator[tuple[slice, Float64]]:
        start = 0
        for rows in self._view.blocks(self._view.resources.block_rows(8 * self.classes)):
            yield slice(start, start + len(rows)), self.rows(rows)
            start += len(rows)

    def rows(self, rows: IntArray) -> Float64:
        """(len(rows), C) float64 with each column contiguous: reductions over classes are then quick."""
        block = np.array(_read(self._values, rows).T, dtype=np.float64, order="C").T
        _check_range(block, rows, self._asker, "probabilities")
        if not self._view.multilabel:
            _check_sums(block, rows, self._asker, "probabilities")
        return np.clip(block, 0.0, 1.0, out=block)

    def scores(
        self, of: Callable[[Any], Float64], *, single: bool = False, most: int | None = None
    ) -> Iterator[Float64]:
        """``of(block)`` for each of ``view.unlabelled``, in pieces, quicker than going over the blocks.

        ``of`` gives one number a row, from that row alone. With ``single`` the blocks are of single precision; with
        ``most`` they may hold so many of the highest values of each row (1 or 2) alone.
        """
        near = NearBlocks([self._values], self._view, np.float32 if single else np.float64, most=most)
        return near.scores(lambda block: of(block[0]), lambda rows: of(self.rows(rows)), self._asker)

    @property
    def single(self) -> bool:
        """Whether they were given in single precision."""
        return bool(self._values.dtype == np.float32)


class CommitteeBlocks:
    """A committee's probabilities as checked float64 blocks (K, rows, C)."""

    def __init__(self, view: PoolView, asker: str) -> None:
        self._view, self._asker = view, asker
        self._values = _array(view, "committee", asker, ("K", "n", "C"))
        self.members, _, self.classes = self._values.shape

    def __iter__(self) -> Iterator[tuple[slice, Float64]]:
        start = 0
        for rows in self._view.blocks(self._view.resources.block_rows(8 * self.members * self.classes)):
            yield slice(start, start + len(rows)), self.rows(rows)
            start += len(rows)

    def rows(self, rows: IntArray) -> Float64:
        """(K, len(rows), C) float64."""
        block = np.stack([np.array(_read(member, rows), dtype=np.float64) for member in self._values])
        for k, member in enumerate(block):
            _check_range(member, rows, self._asker, f"committee[{k}]")
            if not self._view.multilabel:
                _check_sums(member, rows, self._asker, f"committee[{k}]")
        return np.clip(block, 0.0, 1.0, out=block)

    def scores(self, of: Callable[[Any], Float64]) -> Iterator[Float64]:
        """``of(block)`` of blocks (K, rows, C), as `ProbabilityBlocks.scores`."""
        near = NearBlocks(list(self._values), self._view, np.float64)
        return near.scores(of, lambda rows: of(self.rows(rows)), self._asker)


class EmbeddingBlocks:
    """Embeddings of a view as checked blocks (rows, d), float32 for bulk work or float64 for exact work.

    With ``metric="cosine"`` rows are scaled to length 1; a row of zeros stays zero. Raises `InputError` for a wrong
    shape, NaN, infinity, or values too large to square.
    """

    def __init__(self, view: PoolView, asker: str, metric: str = "euclidean") -> None:
        self._view, self.asker, self.cosine = view, asker, metric == "cosine"
        self._values = _array(view, "embeddings", asker, ("n", "d"))
        self.dimensions, self.resources, self.unlabelled = self._values.shape[1], view.resources, view.unlabelled
        self._offset = np.zeros(self.dimensions)
        self.step = self.resources.block_rows(8 * self.dimensions)

    def centred(self) -> EmbeddingBlocks:
        """The same, moved near the origin: distances stay, rounding errors shrink. Call before reading."""
        rows = self._view.unlabelled[: self.step]
        self._offset = self.rows(rows, np.float64).mean(axis=0)
        return self

    def as_given(self) -> EmbeddingBlocks:
        """The same, not moved: what is computed of a row then depends on no other row."""
        same = copy(self)
        same._offset = np.zeros(self.dimensions)
        return same

    def blocks(self, dtype: Any = np.float32) -> Iterator[tuple[slice, npt.NDArray[Any]]]:
        """All unlabelled rows in blocks, each with its place in ``view.unlabelled``."""
        start = 0
        for rows in self._view.blocks(self.step):
            yield slice(start, start + len(rows)), self.rows(rows, dtype)
            start += len(rows)

    def over(
        self, work: Callable[[npt.NDArray[Any]], R], label: str = "", dtype: Any = np.float32
    ) -> Iterator[tuple[slice, R]]:
        """``work(block)`` of all unlabelled rows by as many threads as there are, in order, each with its place."""
        places = parts(len(self._view.unlabelled), self.step)
        return over_blocks(
            self.resources,
            places,
            lambda place: (place, work(self.rows(self._view.unlabelled[place], dtype))),
            label or self.asker,
        )

    def rows(self, rows: IntArray, dtype: Any = np.float32) -> npt.NDArray[Any]:
        """(len(rows), d) of ``dtype``, a copy."""
        block = _read(self._values, rows)
        _check_size(block, rows, self.asker)
        block = np.array(block, dtype=dtype, order="C")
        if self.cosine:
            length = np.sqrt(np.einsum("ij,ij->i", block, block, dtype=np.float64))
            block /= np.where(length > 0, length, 1.0)[:, None].astype(dtype)
        block -= self._offset.astype(dtype)
        return block


def _array(view: PoolView, name: str, asker: str, axes: tuple[str, ...]) -> npt.NDArray[Any]:
    given = view.need(name, asker)
    if hasattr(given, "toarray"):
        raise InputError(
            f"Strategy {asker!r}: {name} is a sparse matrix; make it dense with .toarray(), "
            f"or smaller with TruncatedSVD."
        )
    values = np.asarray(given)
    wanted = f"({', '.join(axes)}) with n = {view.n} items"
    if values.ndim != len(axes) or values.shape[axes.index("n")] != view.n or 0 in values.shape:
        raise InputError(f"Strategy {asker!r}: {name} has shape {values.shape}, expected {wanted}.")
    if values.dtype.kind not in "fiub":
        raise InputError(f"Strategy {asker!r}: {name} holds {values.dtype}, expected numbers, shape {wanted}.")
    return values


def _read(values: npt.NDArray[Any], rows: IntArray) -> npt.NDArray[Any]:
    consecutive = len(rows) and rows[-1] - rows[0] == len(rows) - 1 and (np.diff(rows) == 1).all()
    chosen: npt.NDArray[Any] = values[rows[0] : rows[-1] + 1] if consecutive else values[rows]
    return chosen


def _check_range(block: Float64, rows: IntArray, asker: str, name: str) -> None:
    if block.min() >= -TOLERANCE and block.max() <= 1 + TOLERANCE:  # false for NaN
        return
    _refuse_not_finite(block, rows, asker, name)
    at, column = np.argwhere((block < -TOLERANCE) | (block > 1 + TOLERANCE))[0]
    raise InputError(
        f"Strategy {asker!r}: row {rows[at]} of {name} holds {block[at, column]:.6g}, but a probability is "
        f"between 0 and 1; were scores or logits given? Turn them into probabilities first."
    )


def _check_sums(block: Float64, rows: IntArray, asker: str, name: str) -> None:
    sums = block.sum(axis=1)
    wrong = np.abs(sums - 1) > TOLERANCE
    if wrong.any():
        at = int(np.argmax(wrong))
        raise InputError(
            f"Strategy {asker!r}: row {rows[at]} of {name} sums to {sums[at]:.6g}, but class probabilities must sum "
            f"to 1 (within {TOLERANCE}). If several labels may hold at once, pass multilabel=True."
        )


def _check_size(block: npt.NDArray[Any], rows: IntArray, asker: str) -> None:
    if len(block) == 0 or (float(block.min()) >= -_LARGEST and float(block.max()) <= _LARGEST):  # float16 knows no 1e15
        return
    _refuse_not_finite(block, rows, asker, "embeddings")
    raise InputError(
        f"Strategy {asker!r}: embeddings hold values beyond {_LARGEST:g}, too large for distances; scale them first."
    )


def _refuse_not_finite(block: npt.NDArray[Any], rows: IntArray, asker: str, name: str) -> None:
    wrong = np.argwhere(~np.isfinite(block))
    if len(wrong):
        at, column = wrong[0]
        raise InputError(
            f"Strategy {asker!r}: row {rows[at]} of {name} holds {block[at, column]} in column {column}, but every "
            f"value must be a finite number: mend the row, or count it as labelled so that it is not asked."
        )
