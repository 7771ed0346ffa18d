"""How far a spectral clustering of the items near a linear boundary disagrees with it (Fu & Yang 2015)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["cut_disagreement"]

_MOST = 1_000


def cut_disagreement(decision: npt.NDArray[Any], vectors: npt.NDArray[Any], share: float = 0.2) -> float | None:
    """Share of the items nearest to the boundary that a normalised cut into two puts on the other side, at most .5.

    Parameters
    ----------
    decision : (u,) signed distances of the unlabelled items from the boundary.
    vectors : (u, d) float, their features.
    share : of the items that are looked at, nearest first, at most 1,000 of them.

    The items are as alike as 1 + the cosine of their vectors. None where fewer than four are looked at.
    """
    near = np.argsort(np.abs(decision), kind="stable")[: min(_MOST, round(share * len(decision)))]
    if len(near) < 4:
        return None
    side = _second_vector(np.asarray(vectors, dtype=np.float64)[near]) >= 0
    differ = float(np.mean(side != (np.asarray(decision)[near] >= 0)))
    return min(differ, 1 - differ)


def _second_vector(vectors: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """(k,) whose signs are the two clusters (Shi & Malik 2000)."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.where(length > 0, length, 1.0)
    alike = np.clip(unit @ unit.T + 1, 0.0, None)
    scale = 1 / np.sqrt(np.maximum(alike.sum(axis=1), 1e-300))
    _, found = np.linalg.eigh(scale[:, None] * alike * scale)
    return np.asarray(found[:, -2] * scale)
