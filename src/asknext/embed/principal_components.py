"""`principal_components`: a few directions that hold most of the variance, of vectors that need not fit in memory."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["PrincipalComponents", "principal_components"]

_Floats = npt.NDArray[np.float32]
_Wide = npt.NDArray[np.float64]

EXACT = 1_024
_BYTES = 16 << 20
_MORE, _PASSES = 8, 4


class PrincipalComponents:
    """A mean (d,) and directions (c, d), both float64; the first direction has the most variance.

    The largest entry of each direction is positive, so that two runs and two machines agree on signs.
    """

    def __init__(self, mean: _Wide, directions: _Wide) -> None:
        signs = np.sign(directions[np.arange(len(directions)), np.abs(directions).argmax(axis=1)])
        self.mean, self.directions = mean, directions * np.where(signs == 0, 1.0, signs)[:, None]

    def transform(self, vectors: _Floats) -> _Floats:
        """(n, d) to (n, c) float32, a block of rows at a time."""
        found = np.empty((len(vectors), len(self.directions)), dtype=np.float32)
        for rows in _blocks(vectors):
            found[rows] = (vectors[rows] - self.mean) @ self.directions.T
        return found


def principal_components(vectors: _Floats, count: int, *, seed: int = 0) -> PrincipalComponents:
    """The first ``count`` principal components of (n, d) vectors, which may be memory-mapped.

    Up to d = 1,024 they are exact: the covariance is summed block by block and decomposed. Above, a random start is
    multiplied by the centred vectors and back a few times (Halko, Martinsson and Tropp, 2011). Memory: 16 MB for
    a block, and d x d or d x (count + 8) numbers. Where there are fewer than ``count`` dimensions, the rest are zero.

    Raises
    ------
    InputError : a value is NaN or infinite.
    """
    n, d = vectors.shape
    mean = np.zeros(d)
    for rows in _blocks(vectors):
        mean += vectors[rows].sum(axis=0, dtype=np.float64)
    mean /= max(n, 1)
    if not np.isfinite(mean).all():
        raise InputError("A vector holds a value that is NaN or infinite; a projection needs finite numbers.")
    found = _exact(vectors, mean, count) if d <= EXACT else _drawn(vectors, mean, count, seed)
    directions = np.zeros((count, d))
    directions[: len(found)] = found
    return PrincipalComponents(mean, directions)


def _exact(vectors: _Floats, mean: _Wide, count: int) -> _Wide:
    covariance = np.zeros((vectors.shape[1],) * 2)
    for rows in _blocks(vectors):
        # single precision within a block, double between blocks: as quick as one, as good as the other
        centred = (vectors[rows] - mean).astype(np.float32)
        covariance += centred.T @ centred
    _, found = np.linalg.eigh(covariance)
    return np.asarray(found.T[::-1][:count])


def _drawn(vectors: _Floats, mean: _Wide, count: int, seed: int) -> _Wide:
    width = min(count + _MORE, min(vectors.shape))
    basis = np.random.default_rng(seed).standard_normal((vectors.shape[1], width))
    for _ in range(_PASSES):
        basis, _ = np.linalg.qr(_through(vectors, mean, basis))
    # within the basis the problem is small and is solved exactly
    inner = basis.T @ _through(vectors, mean, basis)
    _, turned = np.linalg.eigh((inner + inner.T) / 2)
    return np.asarray((basis @ turned).T[::-1][:count])


def _through(vectors: _Floats, mean: _Wide, basis: _Wide) -> _Wide:
    """The covariance times ``basis``, without the covariance."""
    found = np.zeros_like(basis)
    for rows in _blocks(vectors):
        centred = vectors[rows] - mean
        found += centred.T @ (centred @ basis)
    return found


def _blocks(vectors: _Floats) -> Iterator[slice]:
    size = max(1, _BYTES // max(1, 8 * vectors.shape[1]))
    return (slice(start, min(start + size, len(vectors))) for start in range(0, len(vectors), size))
