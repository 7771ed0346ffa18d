"""The data utilisation ratio: labels a strategy needs, over those random choice needs, for the same score."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.measures.curve import labels_to_reach

__all__ = ["data_utilisation"]


def data_utilisation(
    labels: npt.ArrayLike,
    scores: npt.ArrayLike,
    random: npt.ArrayLike,
    *,
    last: float = 50,
    greater_is_better: bool = True,
) -> float:
    """Labels that the strategy needs to reach the target, over those that random choice needs.

    Parameters
    ----------
    labels : (R,) rising label counts.
    scores, random : (R,) mean scores of the strategy and of random choice at them.
    last : the target is random's mean score over its last so many labels, which one lucky round does not decide.
    greater_is_better : False for losses.

    Returns
    -------
    Below 1 the strategy needs fewer labels; infinite where it never gets there; NaN where random itself does not, as
    its curve falls towards the end.

    Raises
    ------
    InputError : lengths differ, or ``labels`` does not rise.

    Source: Melville & Mooney 2004, "Diverse ensembles for active learning" (target error over the last 50 examples).
    """
    x, sign = np.asarray(labels, dtype=np.float64), 1.0 if greater_is_better else -1.0
    mine, theirs = (sign * np.asarray(each, dtype=np.float64) for each in (scores, random))
    target = float(theirs[x >= x[-1] - last].mean()) if len(x) else float("nan")
    random_needs = labels_to_reach(x, theirs, target)
    return labels_to_reach(x, mine, target) / random_needs if np.isfinite(random_needs) else float("nan")
