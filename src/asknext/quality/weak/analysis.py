"""What labelling functions cover, where they clash, and how good they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.quality.skill.beta_interval import Shares, beta_interval

__all__ = ["FunctionAnalysis", "analyse", "covered_items"]

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class FunctionAnalysis:
    """Of n items, m functions and K classes.

    Attributes
    ----------
    coverage : (m,) share of the items that a function labels.
    overlap : (m,) share of the items that it labels and another too.
    conflict : (m,) share of the items that it labels and another labels differently.
    polarity : (m, K) bool, which classes it gives.
    given : (m, K) int64, how often.
    accuracy : (m,) share of its labels that are right, of those on items whose truth is known, with intervals.
    """

    coverage: Floats
    overlap: Floats
    conflict: Floats
    polarity: npt.NDArray[np.bool_]
    given: Codes
    accuracy: Shares


def analyse(matrix: Codes, n_classes: int, truth: npt.ArrayLike | None = None) -> FunctionAnalysis:
    """`FunctionAnalysis` of ``matrix`` (n, m), class codes with -1 for abstentions.

    Parameters
    ----------
    truth : (n,) class codes, below 0 where unknown; by default nothing is known.

    Raises
    ------
    InputError : a truth of another length, or codes that are not below ``n_classes``.
    """
    if matrix.ndim != 2 or matrix.max(initial=-1) >= n_classes:
        raise InputError(f"Expected a table of class codes below {n_classes}; found shape {matrix.shape}.")
    right = np.full(len(matrix), -1) if truth is None else np.asarray(truth)
    if right.shape != (len(matrix),):
        raise InputError(f"There is a truth (or -1) for each of {len(matrix)} items; found shape {right.shape}.")
    voted, n = matrix >= 0, max(1, len(matrix))
    number, counts = _counted(matrix, n_classes)
    differing = voted & (number[:, None] > counts[np.arange(len(matrix))[:, None], np.maximum(matrix, 0)])
    given = np.stack([(matrix == code).sum(axis=0) for code in range(n_classes)], axis=1)
    judged = voted & (right >= 0)[:, None]
    hits = (judged & (matrix == right[:, None])).sum(axis=0)
    return FunctionAnalysis(
        voted.sum(axis=0) / n,
        (voted & (number > 1)[:, None]).sum(axis=0) / n,
        differing.sum(axis=0) / n,
        given > 0,
        given.astype(np.int64),
        beta_interval(hits, judged.sum(axis=0)),
    )


def covered_items(matrix: Codes, n_classes: int) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """(n,) whether any function labels an item, and (n,) whether two of them label it differently."""
    number, counts = _counted(matrix, n_classes)
    return number > 0, (number > counts.max(axis=1, initial=0)) & (number > 1)


def _counted(matrix: Codes, n_classes: int) -> tuple[Codes, Codes]:
    """(n,) how many functions label each item, and (n, K) how many of them with each class."""
    counts = np.stack([(matrix == code).sum(axis=1) for code in range(n_classes)], axis=1)
    return counts.sum(axis=1), counts
