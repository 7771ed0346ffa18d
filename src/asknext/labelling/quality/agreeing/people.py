"""`beside_others`: how far each annotator agrees with the others, and whether the others agree more without them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.labelling.quality.agreeing.measured import Measured
from asknext.quality.agreement.interval import Estimated
from asknext.quality.agreement.item_sums import mean_of_known

__all__ = ["Beside", "beside_others"]

LEAST = 10

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Beside:
    """Of A annotators: ``shared`` (A,) int64 items with others; ``own`` their agreement, or difference, with the others
    on these; ``rest`` that of the others without them where there are two or more; ``apart`` (A,) bool, they are worse
    than the others among themselves beyond doubt.
    """

    shared: Codes
    own: list[Estimated]
    rest: list[Estimated]
    apart: npt.NDArray[np.bool_]


def beside_others(measured: Measured, seed: int = 0) -> Beside:
    """Beyond doubt: the mean over 10 shared items or more of what one is worse by, by Student's (1908) one-sided test
    at 5 %, corrected for all annotators (Holm 1979).
    """
    own, rest = measured.pairs.of_people()
    worse = (rest - own) if measured.agrees else (own - rest)
    return Beside(
        (~np.isnan(own)).sum(axis=0),
        mean_of_known(own, seed=seed),
        mean_of_known(rest, seed=seed),
        _beyond_doubt(worse),
    )


def _beyond_doubt(worse: Floats) -> npt.NDArray[np.bool_]:
    from scipy.stats import t

    from asknext.quality.beyond_doubt import beyond_doubt

    known = ~np.isnan(worse)
    number = known.sum(axis=0)
    mean = np.where(known, worse, 0.0).sum(axis=0) / np.maximum(number, 1)
    squares = np.where(known, (worse - mean) ** 2, 0.0).sum(axis=0)
    error = np.sqrt(squares / np.maximum(number - 1, 1) / np.maximum(number, 1))
    enough = (number >= LEAST) & (error > 0)
    p = np.where(enough, t.sf(mean / np.where(enough, error, 1.0), np.maximum(number - 1, 1)), 1.0)
    found: npt.NDArray[np.bool_] = beyond_doubt(p)
    return found
