"""Krippendorff's alpha: agreement of any number of annotators, for classes, ranks and numbers, votes may be missing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName
from asknext.quality.agreement.beyond_chance import less_than_chance
from asknext.quality.votes import Votes

__all__ = ["METRICS", "alpha_of_counts", "krippendorff_alpha"]

Floats = npt.NDArray[np.float64]

METRICS = ("nominal", "ordinal", "interval", "ratio")


def krippendorff_alpha(votes: Votes, metric: str | Floats = "nominal", values: npt.ArrayLike | None = None) -> float:
    """1 - observed / expected disagreement, over items with two votes or more (Krippendorff 2011).

    Parameters
    ----------
    metric : how far two classes are apart: ``"nominal"`` (the same or not), ``"ordinal"`` (how many votes lie between),
        ``"interval"`` (squared difference), ``"ratio"`` (squared difference over squared sum), or a table (K, K).
    values : (K,) the number that each class stands for, rising for ordinal; default 0, 1, ...

    Returns
    -------
    At most 1; 0 = chance, below 0 = worse than chance; 1 where all votes are of one class; NaN where no item has two.

    Raises
    ------
    InputError : an unknown metric, values or a table of another size, or negative values for ``"ratio"``.
    """
    return float(alpha_of_counts(votes.counts(), metric=metric, values=values))


def alpha_of_counts(
    counts: Floats,
    times: npt.ArrayLike | None = None,
    metric: str | Floats = "nominal",
    values: npt.ArrayLike | None = None,
) -> Floats:
    """(...) from ``counts`` (p, K) and ``times`` (..., p), as in `raw_of_counts`."""
    k = counts.shape[1]
    numbers = np.arange(k, dtype=np.float64) if values is None else np.asarray(values, dtype=np.float64)
    if numbers.shape != (k,):
        raise InputError(f"Alpha needs a value for each of {k} classes; found shape {numbers.shape}.")
    weights = np.ones(len(counts)) if times is None else np.asarray(times, dtype=np.float64)
    paired = counts.sum(axis=1) >= 2
    counts, weights = counts[paired], weights[..., paired]
    totals = weights @ counts
    if isinstance(metric, str) and metric in ("ordinal", "interval"):
        scores = _middle_ranks(totals, numbers) if metric == "ordinal" else np.broadcast_to(numbers, totals.shape)
        observed, expected = _by_scores(counts, weights, totals, scores)
    elif isinstance(metric, str) and metric == "nominal":
        observed, expected = _by_sameness(counts, weights, totals)
    else:
        observed, expected = _by_distances(counts, weights, totals, _distances(metric, numbers))
    nothing = totals.sum(axis=-1) < 2
    return np.where(nothing, np.nan, less_than_chance(observed, expected))


def _by_sameness(counts: Floats, weights: Floats, totals: Floats) -> tuple[Floats, Floats]:
    votes, total = counts.sum(axis=1), totals.sum(axis=-1)
    apart = (votes * votes - (counts * counts).sum(axis=1)) / (votes - 1.0)
    return weights @ apart, (total * total - (totals * totals).sum(axis=-1)) / _less_one(total)


def _by_scores(counts: Floats, weights: Floats, totals: Floats, scores: Floats) -> tuple[Floats, Floats]:
    """Squared differences of ``scores`` (..., K) summed over pairs: 2 (m sum s^2 - (sum s)^2) for m votes."""
    votes, total = counts.sum(axis=1), totals.sum(axis=-1)
    # Centred, so that the difference of two large sums keeps its digits.
    scores = scores - ((totals * scores).sum(axis=-1) / np.maximum(total, 1.0))[..., None]
    apart = votes * ((scores * scores) @ counts.T) - (scores @ counts.T) ** 2
    observed = 2.0 * (weights * apart / (votes - 1.0)).sum(axis=-1)
    return observed, 2.0 * total * (totals * scores * scores).sum(axis=-1) / _less_one(total)


def _by_distances(counts: Floats, weights: Floats, totals: Floats, apart: Floats) -> tuple[Floats, Floats]:
    own = ((counts @ apart) * counts).sum(axis=1) / (counts.sum(axis=1) - 1.0)
    return weights @ own, ((totals @ apart) * totals).sum(axis=-1) / _less_one(totals.sum(axis=-1))


def _less_one(total: Floats) -> Floats:
    return np.maximum(total - 1.0, 1.0)


def _middle_ranks(totals: Floats, numbers: Floats) -> Floats:
    """(..., K) how many votes lie below the middle of each class: their difference is the ordinal distance."""
    order = np.argsort(numbers, kind="stable")
    ranks = np.empty_like(totals)
    ranks[..., order] = np.cumsum(totals[..., order], axis=-1) - totals[..., order] / 2.0
    return ranks


def _distances(metric: str | Floats, numbers: Floats) -> Floats:
    if isinstance(metric, str):
        if metric != "ratio":
            raise UnknownName("metric of alpha", metric, METRICS)
        if (numbers < 0).any():
            raise InputError("The ratio metric compares amounts from 0 upwards; found negative values.")
        sums = numbers[:, None] + numbers[None, :]
        return ((numbers[:, None] - numbers[None, :]) / np.where(sums > 0, sums, 1.0)) ** 2
    table = np.asarray(metric, dtype=np.float64)
    if table.shape != (len(numbers), len(numbers)):
        raise InputError(f"Distances are a table ({len(numbers)}, {len(numbers)}); found shape {table.shape}.")
    return table
