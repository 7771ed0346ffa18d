"""A learning curve: score against number of labels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["area", "checked_curve", "labels_to_reach", "labels_to_share", "monotone"]

Floats = npt.NDArray[np.float64]


def area(labels: npt.ArrayLike, scores: npt.ArrayLike) -> float:
    """Mean height of the curve over the label axis (trapezoid rule), in the unit of the score.

    Parameters
    ----------
    labels : (R,) numbers of labels, rising.
    scores : (R,) scores at them.

    Raises
    ------
    InputError : lengths differ, fewer than one point, or ``labels`` does not rise.
    """
    x, y = checked_curve(labels, scores)
    if len(x) == 1:
        return float(y[0])
    return float(np.trapezoid(y, x) / (x[-1] - x[0]))


def labels_to_reach(labels: npt.ArrayLike, scores: npt.ArrayLike, target: float) -> float:
    """Number of labels at which the rising curve through the points first reaches ``target``; inf where it never does.

    The points are made monotone first (least squares), so that one lucky round does not count as arrival.
    """
    x, y = checked_curve(labels, scores)
    rising = monotone(y)
    above = np.flatnonzero(rising >= target - 1e-12)
    if len(above) == 0:
        return float("inf")
    at = int(above[0])
    if at == 0:
        return float(x[0])
    return float(x[at - 1] + (x[at] - x[at - 1]) * (target - rising[at - 1]) / (rising[at] - rising[at - 1]))


def labels_to_share(
    labels: npt.ArrayLike, scores: npt.ArrayLike, full: float, share: float, *, greater_is_better: bool = True
) -> float:
    """Number of labels at which the curve reaches ``share`` of the score with all data labelled; inf where never.

    Parameters
    ----------
    labels, scores : (R,) the curve.
    full : the score of the same model fitted on the whole labelled pool, on the same test rows.
    share : in (0, 1], e.g. .95. The target is share x full; of a loss full / share.
    greater_is_better : False for losses.

    Raises
    ------
    InputError : no such share, or no such curve.
    """
    if not 0 < share <= 1:
        raise InputError(f"share is a share of the full-data score, more than 0 and at most 1; found {share}.")
    if greater_is_better:
        return labels_to_reach(labels, scores, share * full)
    return labels_to_reach(labels, -np.asarray(scores, dtype=np.float64), -full / share)


def monotone(scores: Floats) -> Floats:
    """The non-decreasing sequence nearest to ``scores`` in least squares (pool adjacent violators)."""
    means: list[float] = []
    sizes: list[int] = []
    for value in scores:
        means.append(float(value))
        sizes.append(1)
        while len(means) > 1 and means[-2] > means[-1]:
            high, weight = means.pop(), sizes.pop()
            means[-1] = (means[-1] * sizes[-1] + high * weight) / (sizes[-1] + weight)
            sizes[-1] += weight
    return np.repeat(means, sizes)


def checked_curve(labels: npt.ArrayLike, scores: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Both as (R,) float64, R >= 1; raises `InputError` where lengths differ or the labels do not rise."""
    x, y = np.asarray(labels, dtype=np.float64), np.asarray(scores, dtype=np.float64)
    if len(x) != len(y) or len(x) == 0:
        raise InputError(f"A curve needs as many scores as label counts, at least one; found {len(y)} and {len(x)}.")
    if (np.diff(x) <= 0).any():
        raise InputError("The label counts of a curve have to rise from round to round.")
    return x, y
