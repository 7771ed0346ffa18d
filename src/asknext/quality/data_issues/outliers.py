"""Items far from all others: wrongly imported, of no class, or a rare case worth a look."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.quality.data_issues.nearby import Nearby

__all__ = ["Outliers", "outliers"]

Floats = npt.NDArray[np.float64]

_BEYOND = 1 / 0.37037 - 1  # 1.7 interquartile ranges above the third quartile


@dataclass(frozen=True, eq=False)
class Outliers:
    """rows : (o,) int64, the farthest first. distances : (n,) float64 mean distance to the neighbours.

    threshold : what an outlier is beyond, in the unit of the vectors.
    """

    rows: npt.NDArray[np.int64]
    distances: Floats
    threshold: float


def outliers(near: Nearby) -> Outliers:
    """Items whose mean distance to their neighbours is above Q3 + 1.7 (Q3 - Q1) of all these distances.

    Source: the mean k-NN distance of Angiulli & Pizzuti 2002 with a fence of Tukey 1977; the factor 1.7 is that of
    cleanlab's Datalab.
    """
    if near.distances.size == 0:
        return Outliers(np.zeros(0, dtype=np.int64), np.zeros(len(near.rows)), 0.0)
    away = near.distances.mean(axis=1)
    low, high = np.quantile(away, [0.25, 0.75])
    threshold = float(high + _BEYOND * (high - low))
    rows = np.flatnonzero(away > threshold)
    return Outliers(rows[np.argsort(-away[rows], kind="stable")], away, threshold)
