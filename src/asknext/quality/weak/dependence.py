"""Which labelling functions say the same thing twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Dependence", "pairwise_dependence"]

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Dependence:
    """Of m functions, symmetric tables.

    Attributes
    ----------
    together : (m, m) int64 items that both label.  agreeing : (m, m) int64 items to which both give the same class.
    expected : (m, m) float64 how many these were if, the true class once known, each fired and erred by itself.
    z : (m, m) float64 how many standard deviations ``agreeing`` lies above that, NaN on the diagonal; beyond 5 or so
        the two are no separate witnesses.
    """

    together: Codes
    agreeing: Codes
    expected: Floats
    z: Floats


def pairwise_dependence(matrix: Codes, posterior: Floats) -> Dependence:
    """`Dependence` of the functions of ``matrix`` (n, m), given how likely each class is, ``posterior`` (n, K).

    Functions that copy each other count twice in a label model: join them, or drop one. As the posterior was made from
    these labels too, few functions seem less dependent than they are.
    """
    answers = _answers(matrix, posterior)
    together, agreeing = (_paired(matrix, same) for same in (False, True))
    m = matrix.shape[1]
    expected, z = np.zeros((m, m)), np.full((m, m), np.nan)
    for a in range(m):
        for b in range(a):
            chance = posterior @ (answers[a] * answers[b]).sum(axis=1)
            expected[a, b] = expected[b, a] = chance.sum()
            spread = float(np.sqrt((chance * (1.0 - chance)).sum()))
            z[a, b] = z[b, a] = (agreeing[a, b] - chance.sum()) / spread if spread > 1e-9 else 0.0
    return Dependence(together, agreeing, expected, z)


def _answers(matrix: Codes, posterior: Floats) -> list[Floats]:
    """Of each function (K, K): how often it gives a class (last) on items of another (first), silence included."""
    k, of = posterior.shape[1], np.maximum(posterior.sum(axis=0), 1e-12)
    tables = []
    for said in matrix.T:
        voted = said >= 0
        counts = [np.bincount(said[voted], weights=column, minlength=k) for column in posterior[voted].T]
        tables.append(np.asarray(np.stack(counts) / of[:, None], dtype=np.float64))
    return tables


def _paired(matrix: Codes, same: bool) -> Codes:
    codes = range(int(matrix.max(initial=-1)) + 1)
    masks = [(matrix == code) for code in codes] if same else [matrix >= 0]
    found = np.zeros((matrix.shape[1], matrix.shape[1]), dtype=np.int64)
    for mask in masks:
        ones = mask.astype(np.float64)
        found += np.rint(ones.T @ ones).astype(np.int64)
    return found
