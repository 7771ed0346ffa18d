"""The leading right singular vectors of a sparse matrix, by random projection (Halko, Martinsson and Tropp, 2011)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["right_singular_vectors"]

_SPARE = 10


def right_singular_vectors(matrix: Any, rank: int, seed: int, rounds: int = 3) -> npt.NDArray[np.float32]:
    """(columns, rank) float32, the strongest direction first.

    Only matrices as tall as ``matrix`` has rows are made orthogonal, and the last step is an eigenproblem as large as
    the rank: several times less work than a general randomised SVD where there are many more columns than rows.
    """
    width = min(rank + _SPARE, min(matrix.shape))
    start = np.random.default_rng(seed).standard_normal((matrix.shape[0], width)).astype(np.float32)
    found = matrix.T @ start
    for _ in range(rounds):
        basis, _ = np.linalg.qr(matrix @ found)
        found = matrix.T @ basis
    strength, turns = np.linalg.eigh((found.T @ found).astype(np.float64))
    best = np.argsort(strength)[::-1][:rank]
    kept = best[strength[best] > 1e-9 * strength[best[0]]] if strength[best[0]] > 0 else best[:1]
    scale = np.sqrt(np.maximum(strength[kept], 1e-30))
    return np.asarray(found @ (turns[:, kept] / scale), dtype=np.float32)
