"""Whether annotators get better, or worse, as they go on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.quality.beyond_doubt import two_shares_p
from asknext.quality.skill.beta_interval import Shares, beta_interval

__all__ = ["Trend", "skill_trend"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Trend:
    """Of A annotators.

    Attributes
    ----------
    recent, earlier : (A,) accuracy in the last ``window`` judged votes, and in all before them, with intervals.
    p : (A,) float64 two-sided p-value that they are the same (Fisher's exact test); 1 where one of them is empty.
    """

    earlier: Shares
    recent: Shares
    p: Floats


def skill_trend(
    annotators: npt.ArrayLike, at: npt.ArrayLike, right: npt.ArrayLike, n_annotators: int, window: int = 50
) -> Trend:
    """Accuracy in each annotator's last ``window`` judged votes against that before them.

    Parameters
    ----------
    annotators : (m,) int.  at : (m,) when each vote was given, in any unit.
    right : (m,) 1 or 0, whether it was right (by gold, or by the others); NaN = not judged.

    Raises
    ------
    InputError : different lengths, or a window below 1.
    """
    who, when = np.asarray(annotators, dtype=np.int64), np.asarray(at)
    hit = np.asarray(right, dtype=np.float64)
    if not (who.shape == when.shape == hit.shape) or window < 1:
        raise InputError(
            f"A trend needs an annotator, a time and a judgement for each vote, and a window from 1; found "
            f"{len(who)}, {len(when)} and {len(hit)}, window {window}."
        )
    known = ~np.isnan(hit)
    who, when, hit = who[known], when[known], hit[known]
    late = _from_the_end(who, when, n_annotators) < window
    tries = [np.bincount(who[part], minlength=n_annotators) for part in (~late, late)]
    hits = [np.bincount(who[part], weights=hit[part], minlength=n_annotators) for part in (~late, late)]
    earlier, recent = (beta_interval(some, number) for some, number in zip(hits, tries, strict=True))
    whole = [np.rint(some).astype(np.int64) for some in hits]
    return Trend(earlier, recent, two_shares_p(whole[0], tries[0], whole[1], tries[1]))


def _from_the_end(who: npt.NDArray[np.int64], when: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    """(m,) how many later votes each vote's annotator has."""
    order = np.lexsort((when, who))
    ends = np.cumsum(np.bincount(who, minlength=size))
    found = np.empty(len(who), dtype=np.int64)
    found[order] = ends[who[order]] - 1 - np.arange(len(who))
    return found
