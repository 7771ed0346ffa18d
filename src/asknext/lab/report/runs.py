"""`Runs`: the finished runs of one strategy on one problem by one metric, on one label axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from asknext.measures.common_labels import common_labels
from asknext.measures.curve import area
from asknext.measures.mean_curve import MeanCurve, mean_curve

__all__ = ["Run", "Runs", "runs_of", "window"]

Floats = npt.NDArray[np.float64]
Run = tuple[npt.NDArray[np.int64], Floats]


@dataclass(frozen=True, eq=False)
class Runs:
    """Curves seed by seed.

    Attributes
    ----------
    seeds : S of them, rising.
    labels : (P,) float64, rising.
    values : (S, P) float64; NaN where the metric is not defined.
    """

    seeds: Sequence[int]
    labels: Floats
    values: Floats

    @cached_property
    def mean(self) -> MeanCurve:
        """Over seeds."""
        return mean_curve([(self.labels, row) for row in self.values])

    @cached_property
    def known(self) -> tuple[float, float]:
        """The labels between which every run has values; NaN where one has none."""
        defined = ~np.isnan(self.values)
        if not defined.any(axis=1).all():
            return float("nan"), float("nan")
        last = self.values.shape[1] - 1 - defined[:, ::-1].argmax(axis=1)
        return float(self.labels[defined.argmax(axis=1)].max()), float(self.labels[last].min())

    def areas(self, low: float, high: float) -> dict[int, float]:
        """Seed -> mean height of its curve between ``low`` and ``high`` labels."""
        return {seed: _area(self.labels, row, low, high) for seed, row in zip(self.seeds, self.values, strict=True)}

    def only(self, seeds: Sequence[int]) -> Runs:
        """The runs of these seeds, in their order."""
        return Runs(seeds, self.labels, self.values[[list(self.seeds).index(each) for each in seeds]])


def runs_of(curves: Mapping[int, Run]) -> Runs:
    """Seed -> (labels, values), as they are stored, on the numbers of labels that all of them reach.

    Where a round brought no label (all abstained), the last value at that number stands.
    """
    seeds = sorted(curves)
    labels, values = common_labels([_rising(*curves[seed]) for seed in seeds])
    return Runs(seeds, labels.astype(np.float64), values)


def window(several: Sequence[Runs]) -> tuple[float, float]:
    """The numbers of labels between which every run has values; (NaN, NaN) where there are none."""
    known = np.array([runs.known for runs in several])
    low, high = float(known[:, 0].max()), float(known[:, 1].min())
    return (low, high) if low <= high else (float("nan"), float("nan"))


def _rising(labels: npt.NDArray[np.int64], values: Floats) -> Run:
    kept = np.append(np.diff(labels) > 0, True)
    return labels[kept], values[kept]


def _area(labels: Floats, values: Floats, low: float, high: float) -> float:
    known = ~np.isnan(values)
    if np.isnan(low) or not known.any():
        return float("nan")
    x, y = labels[known], values[known]
    at = np.union1d(x[(x > low) & (x < high)], [low, high])
    return area(at, np.interp(at, x, y))
