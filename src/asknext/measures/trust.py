"""The trust score: does the neighbourhood of an item agree with what is predicted for it?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.measures.nearest import blocks, nearest_of

__all__ = ["high_density", "trust_scores"]

Vectors = npt.NDArray[np.floating[Any]]
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.integer[Any]]


def trust_scores(
    items: Vectors, predictions: Codes, labelled: Vectors, labels: Codes, *, k: int = 10, alpha: float = 0.0
) -> Floats:
    """Distance to the nearest class other than the predicted one, over the distance to the predicted one.

    Parameters
    ----------
    items : (m, d) float.  predictions : (m,) class codes of them.
    labelled : (l, d) float.  labels : (l,) class codes.
    k, alpha : of each class the share ``alpha`` in [0, 1) of items in the thinnest surroundings is left out first,
        by the distance to the k-th nearest item of the class, itself counted (see `high_density`).

    Returns
    -------
    (m,) float64 >= 0: above 1 the predicted class is nearer than any other. Infinite where an item lies on the
    predicted class, or no other class has items; 0 where it lies on another class, or the predicted one has no items;
    NaN where it lies on both at once.

    Raises
    ------
    InputError : shapes do not fit, nothing is labelled, or k or alpha is out of range.

    Source: Jiang, Kim, Guan & Gupta 2018, "To Trust Or Not To Trust A Classifier", algorithms 1 and 2 (k = 10; in
    most of its experiments alpha = 0).
    """
    _check(items, predictions, labelled, labels, k, alpha)
    own, other = np.full(len(items), np.inf), np.full(len(items), np.inf)
    for code, kept in _classes(labelled, labels, k, alpha):
        distance = nearest_of(items, kept)[1]
        predicted = predictions == code
        own[predicted] = distance[predicted]
        other[~predicted] = np.minimum(other[~predicted], distance[~predicted])
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(other / own)


def high_density(vectors: Vectors, *, k: int = 10, alpha: float = 0.0) -> npt.NDArray[np.int64]:
    """(h,) int64 rising rows of the alpha-high-density set of one class.

    With r_k(x) the radius of the smallest ball around x that holds k items of the class (x is one of them; where the
    class has fewer, all), kept are those with r_k(x) <= eps, eps the smallest radius that leaves out at most
    ``alpha`` of them.

    Source: Jiang et al. 2018, definition 1 and algorithm 1. Time n^2 d, memory of a block.
    """
    n = len(vectors)
    left_out = int(np.floor(alpha * n + 1e-9))
    if left_out == 0:
        return np.arange(n)
    radii = _radii(np.asarray(vectors, dtype=np.float64), min(k, n))
    eps = np.partition(radii, n - 1 - left_out)[n - 1 - left_out]
    return np.flatnonzero(radii <= eps)


def _classes(labelled: Vectors, labels: Codes, k: int, alpha: float) -> Iterator[tuple[Any, Vectors]]:
    for code in np.unique(labels):
        members = labelled[labels == code]
        yield code, members[high_density(members, k=k, alpha=alpha)]


def _radii(vectors: Floats, k: int) -> Floats:
    """(n,) squared distances to the k-th nearest, itself the first; squares keep the order of the radii."""
    centred = vectors - vectors.mean(axis=0)
    lengths = np.einsum("ij,ij->i", centred, centred)
    radii = np.empty(len(vectors))
    for rows in blocks(len(vectors), len(vectors)):
        squares = lengths[rows, None] + lengths - 2 * (centred[rows] @ centred.T)
        np.fill_diagonal(squares[:, rows], 0.0)
        radii[rows] = np.partition(squares, k - 1, axis=1)[:, k - 1]
    return radii


def _check(items: Vectors, predictions: Codes, labelled: Vectors, labels: Codes, k: int, alpha: float) -> None:
    if len(items) != len(predictions) or len(labelled) != len(labels):
        raise InputError(
            f"Trust needs a prediction for each item and a label for each labelled one; found {len(predictions)} for "
            f"{len(items)} and {len(labels)} for {len(labelled)}."
        )
    if len(labelled) == 0:
        raise InputError("Trust needs labelled items to compare with; there are none.")
    if k < 1 or not 0 <= alpha < 1:
        raise InputError(f"Trust needs k >= 1 and 0 <= alpha < 1; found {k} and {alpha}.")
