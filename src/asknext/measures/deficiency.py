"""Deficiency: how much of what random choice leaves to be learned on the way a strategy leaves, too."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.measures.curve import area

__all__ = ["deficiency"]


def deficiency(
    labels: npt.ArrayLike, scores: npt.ArrayLike, random: npt.ArrayLike, *, greater_is_better: bool = True
) -> float:
    """Area between random choice's final score and the strategy's curve, over that between it and random's own curve.

    Parameters
    ----------
    labels : (R,) rising label counts.
    scores, random : (R,) mean scores of the strategy and of random choice at them (see `common_labels`).
    greater_is_better : False for losses.

    Returns
    -------
    Def = sum_t (s_end(random) - s_t(strategy)) / sum_t (s_end(random) - s_t(random)): below 1 better than random,
    1 = random itself, above 1 worse, negative where the strategy is mostly above random's final score. The sums run
    over labels one by one; with batches they become areas by the trapezoid rule. NaN where random does not gain.

    Raises
    ------
    InputError : lengths differ, or ``labels`` does not rise.

    Source: Baram, El-Yaniv & Luz 2004, "Online choice of active learning algorithms", section 6. As one number depends
    on where the curves begin and end, give both with it.
    """
    sign = 1.0 if greater_is_better else -1.0
    mine, theirs = (sign * np.asarray(each, dtype=np.float64) for each in (scores, random))
    final = float(theirs[-1]) if len(theirs) else float("nan")
    below = final - area(labels, theirs)
    return (final - area(labels, mine)) / below if below > 1e-12 else float("nan")
