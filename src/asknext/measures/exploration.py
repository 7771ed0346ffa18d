"""How fast the labelled set still covers new ground, beside what random and k-means would have covered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.measures.nearest import nearest_of

__all__ = [
    "RivalExploration",
    "distances_to_labelled",
    "exploration_gradient",
    "explored_share",
    "kmeans_exploration",
    "random_exploration",
]

Vectors = npt.NDArray[np.floating[Any]]
Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.integer[Any]]
_CANDIDATES = 20_000


@dataclass(frozen=True)
class RivalExploration:
    """What batches drawn at random would have explored, as shares (see `explored_share`).

    Attributes
    ----------
    mean, deviation : over ``draws`` batches.
    low, high : the middle 95 % of them.
    """

    mean: float
    deviation: float
    low: float
    high: float
    draws: int


def distances_to_labelled(items: Vectors, labelled: Vectors, *, before: Floats | None = None) -> Floats:
    """(m,) float64 Euclidean distance of each item to its nearest labelled one; infinite where none is labelled.

    Parameters
    ----------
    items : (m, d) float, the items that coverage is measured on, may be memory-mapped.
    labelled : (l, d) float. With ``before`` only those that are new: the result is the smaller of both, so a round
        costs m b d for its b new labels, however many there were.
    before : (m,) the distances of the round before.

    Raises
    ------
    InputError : shapes do not fit.
    """
    if before is not None and before.shape != (len(items),):
        raise InputError(f"before has shape {before.shape}; expected a distance for each of {len(items)} items.")
    known = np.full(len(items), np.inf) if before is None else before
    if len(labelled) == 0:
        return known.copy()
    return np.minimum(known, nearest_of(items, labelled)[1])


def exploration_gradient(before: Floats, after: Floats) -> float:
    """EG(t) = sum_x d(x, L_{t-1}) - sum_x d(x, L_t), in the unit of the vectors; at least 0.

    Parameters
    ----------
    before, after : (m,) `distances_to_labelled` of the same items in two successive rounds.

    Infinite where nothing was labelled before. Divide by m to compare sets of items of different sizes.

    Raises
    ------
    InputError : lengths differ, or a distance has grown: labels do not move away.

    Source: Abraham & Dreyfus-Schmidt 2020, "Rebuilding Trust in Active Learning with Actionable Metrics".
    """
    if before.shape != after.shape:
        raise InputError(f"Two rounds have distances of the same items; found shapes {before.shape} and {after.shape}.")
    if (after > before).any():
        raise InputError("A distance to the labelled set has grown from one round to the next; are they in order?")
    if len(before) == 0 or not np.isfinite(after).all():
        return 0.0 if len(before) == 0 or not np.isfinite(before).any() else float("inf")
    return float(before.sum() - after.sum())


def explored_share(before: Floats, after: Floats) -> float:
    """The exploration gradient over the sum of distances before: the share in [0, 1] of what was left to cover.

    NaN where nothing was labelled before; 0 where every item was labelled already.
    """
    gradient, whole = exploration_gradient(before, after), float(before.sum())
    if not np.isfinite(whole):
        return float("nan")
    return gradient / whole if whole > 0 else 0.0


def random_exploration(
    items: Vectors, candidates: Vectors, before: Floats, size: int, *, draws: int = 20, seed: int = 0
) -> RivalExploration:
    """The share that batches drawn at random would have explored.

    Parameters
    ----------
    items : (m, d) float.  before : (m,) their `distances_to_labelled`.
    candidates : (u, d) float, what could have been asked.
    size : of a batch, at most u.
    draws, seed : how many batches are drawn without replacement, from this seed.

    Raises
    ------
    InputError : ``size`` is not between 1 and u, or ``draws`` is less than 2.
    """
    _check(size, len(candidates), draws)
    rng = np.random.default_rng(seed)
    batches = (rng.choice(len(candidates), size, replace=False) for _ in range(draws))
    shares = np.array([_share(items, candidates[rows], before) for rows in batches])
    low, high = (float(each) for each in np.quantile(shares, [0.025, 0.975]))
    return RivalExploration(float(shares.mean()), float(shares.std(ddof=1)), low, high, draws)


def kmeans_exploration(items: Vectors, candidates: Vectors, before: Floats, size: int, *, seed: int = 0) -> float:
    """The share that a batch by k-means would have explored: the candidate nearest to each of ``size`` centres.

    Parameters are those of `random_exploration`; of more than 20,000 candidates a sample of that many is looked at.
    Two centres with one nearest candidate count once.

    Raises
    ------
    InputError : ``size`` is not between 1 and u.
    """
    _check(size, len(candidates), 2)
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    rng = np.random.default_rng(seed)
    rows = np.sort(rng.permutation(len(candidates))[: max(_CANDIDATES, size)])
    sample = np.asarray(candidates[rows])
    with threadpool_limits(limits=1):  # sums are then added up in one order on any machine
        found = KMeans(size, n_init=1, random_state=int(rng.integers(2**31))).fit(sample)
    chosen = np.unique(nearest_of(np.asarray(found.cluster_centers_, dtype=np.float64), sample)[0])
    return _share(items, sample[chosen], before)


def _share(items: Vectors, batch: Vectors, before: Floats) -> float:
    return explored_share(before, distances_to_labelled(items, batch, before=before))


def _check(size: int, candidates: int, draws: int) -> None:
    if not 1 <= size <= candidates:
        raise InputError(f"A batch of {size} cannot be drawn from {candidates} candidates.")
    if draws < 2:
        raise InputError(f"draws has to be at least 2 to know their spread; found {draws}.")
