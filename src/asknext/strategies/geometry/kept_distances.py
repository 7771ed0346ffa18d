"""Distances to labelled rows that are kept from one round to the next, since only newly labelled rows are new."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.resources import Resources
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.inputs import Float64
from asknext.strategies.over_blocks import over_blocks

__all__ = ["KeptDistances", "kept_distances"]

UInt64 = npt.NDArray[np.uint64]

_ROWS = 2048  # rows of one fingerprinting: they stay in the cache


def kept_distances(view: PoolView, kind: str, centres: IntArray) -> KeptDistances | None:
    """What ``view.kept`` has of distances of this ``kind``, ready for ``centres``; None where nothing is to be kept."""
    if view.kept is None:
        return None
    name = f"distances to labelled items: {kind}"
    found = view.kept.get(name)
    kept = found if isinstance(found, KeptDistances) else KeptDistances()
    view.kept[name] = kept
    values = np.asarray(view.embeddings)
    if values.ndim != 2 or values.dtype.kind not in "fiub":
        return None
    kept.begin(values, view.unlabelled, centres, view.resources)
    return kept


class KeptDistances:
    """Upper bounds of the squared distances of the rows of a pool to centres, with what they were computed from.

    They hold as long as a row and all centres are what they were: each row has a fingerprint, 64 bits of all its
    numbers. A row that changed is computed anew; after a change of a centre, or where one is no longer a centre,
    everything is. Memory: 20 bytes a row.

    Attributes
    ----------
    values, seen : (n,) float64 and int32, the bound of each row of the pool and how many centres it accounts for.
    centres : (m,) int64, in the order in which ``seen`` counts them.
    """

    values: Float64
    seen: npt.NDArray[np.int32]
    centres: IntArray
    _prints: UInt64
    _shape: tuple[int, ...]

    def __init__(self) -> None:
        self._clear((0, 0))

    def begin(self, embeddings: npt.NDArray[Any], rows: IntArray, centres: IntArray, resources: Resources) -> None:
        """Forget what no longer holds of ``rows`` and ``centres`` of ``embeddings`` (n, d)."""
        if self._shape != embeddings.shape or not np.isin(self.centres, centres).all():
            self._clear(embeddings.shape)
        both = np.concatenate([rows, centres])
        prints = _fingerprints(embeddings, both, resources)
        changed = both[self._prints[both] != prints]
        if np.isin(changed, self.centres).any():
            self._clear(embeddings.shape)
        self.values[changed], self.seen[changed] = np.inf, 0  # before the fingerprints, should this be interrupted
        self._prints[both] = prints
        new = np.setdiff1d(centres, self.centres)
        self.centres = np.concatenate([self.centres, np.random.default_rng(0).permutation(new)])

    def note(self, rows: IntArray, values: Float64, seen: npt.NDArray[np.int32]) -> None:
        """Keep bounds of ``rows`` of the pool that account for the first ``seen`` of the centres."""
        self.values[rows], self.seen[rows] = values, seen

    def _clear(self, shape: tuple[int, ...]) -> None:
        self._shape = shape
        self.centres = np.empty(0, dtype=np.int64)
        self.values = np.full(shape[0], np.inf)
        self.seen = np.zeros(shape[0], dtype=np.int32)
        self._prints = np.zeros(shape[0], dtype=np.uint64)


def _fingerprints(embeddings: npt.NDArray[Any], rows: IntArray, resources: Resources) -> UInt64:
    """(len(rows),) 64 bits of each row, other ones for other numbers but for a chance of about 2^-30."""
    words = -(-embeddings.shape[1] * embeddings.dtype.itemsize // 8)
    factors = np.random.default_rng(0).integers(1, 1 << 63, words, dtype=np.uint64) * np.uint64(2) + np.uint64(1)

    def of(start: int) -> UInt64:
        return _products(_words(embeddings, rows[start : start + _ROWS], words), factors)

    parts = list(over_blocks(resources, range(0, len(rows), _ROWS), of))
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)


def _words(embeddings: npt.NDArray[Any], rows: IntArray, words: int) -> UInt64:
    """The bytes of ``rows`` as (len(rows), words) numbers."""
    consecutive = rows[-1] - rows[0] == len(rows) - 1 and (np.diff(rows) == 1).all()
    block = np.ascontiguousarray(embeddings[rows[0] : rows[-1] + 1] if consecutive else embeddings[rows])
    if block.shape[1] * block.itemsize == words * 8:
        return block.view(np.uint64)
    padded = np.zeros((len(rows), words * 8), dtype=np.uint8)
    padded[:, : block.shape[1] * block.itemsize] = block.view(np.uint8)
    return padded.view(np.uint64)


def _products(words: UInt64, factors: UInt64) -> UInt64:
    """The high bits are mixed into the low ones first: a change of signs alone would cancel out."""
    mixed = words >> np.uint64(29)
    mixed ^= words
    return np.asarray(np.einsum("ij,j->i", mixed, factors) | np.uint64(1), dtype=np.uint64)  # 0 says: never seen
