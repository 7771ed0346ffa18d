"""`Comparison`: what a simulation found, as plain numbers, and what it means in words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from asknext.report.chart import Series

__all__ = ["Comparison", "Estimate", "Rival", "verdict"]

FEW_SEEDS = 5


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval; a bound that is not known is infinite."""

    value: float
    low: float
    high: float

    @property
    def bounds(self) -> str:
        """The interval in words; an infinite bound is one that nothing is known of."""
        low, high = (_signed(bound) if math.isfinite(bound) else "unknown" for bound in (self.low, self.high))
        return f"{low} to {high}"


@dataclass(frozen=True)
class Rival:
    """One strategy held against the baseline on the same seeds.

    Attributes
    ----------
    name : the strategy.
    difference : mean over seeds of its area minus the baseline's, in the metric's unit; higher is always better.
    wins, ties, losses : seeds by the sign of that difference.
    saved : labels fewer than the baseline's whole budget to reach the baseline's final score; None where no seed got
        there.
    """

    name: str
    difference: Estimate
    wins: int
    ties: int
    losses: int
    saved: Estimate | None


@dataclass(frozen=True)
class Comparison:
    """A finished simulation.

    Attributes
    ----------
    title : what was simulated on.
    metric : its name. higher_is_better : which way is up.
    baseline : the name of the strategy that the others are held against.
    curves : one a strategy, over the number of labels, with 95 % intervals over seeds.
    areas : strategy -> the mean of its curve over the label axis.
    rivals : every strategy but the baseline.
    seeds : how many splits were tried.
    protocol : what was done, as name and value, in the order to be shown.
    seconds : strategy -> seconds of one run on average: fitting and predicting, and choosing.
    """

    title: str
    metric: str
    baseline: str
    curves: Sequence[Series]
    areas: Mapping[str, Estimate]
    rivals: Sequence[Rival]
    seeds: int
    protocol: Sequence[tuple[str, str]]
    seconds: Mapping[str, Mapping[str, float]]
    higher_is_better: bool = True

    @property
    def metric_words(self) -> str:
        """The metric as words."""
        return self.metric.replace("_", " ")

    def final(self, name: str) -> float:
        """The mean score of a strategy after the last round."""
        return next(float(curve.mean[-1]) for curve in self.curves if curve.name == name)


def verdict(found: Comparison, rival: Rival) -> list[str]:
    """What the numbers say about one strategy, in sentences that do not flatter; the first is the answer."""
    sentences = [_answer(found, rival), _difference(found, rival), _labels_saved(found, rival)]
    if found.seeds < FEW_SEEDS:
        sentences.append(f"With {found.seeds} seeds every interval here is rough; run at least 10.")
    return [sentence for sentence in sentences if sentence]


def _answer(found: Comparison, rival: Rival) -> str:
    gain = rival.difference
    if gain.low > 0:
        return f"{rival.name} was better than {found.baseline} on this data."
    if gain.high < 0:
        return f"{rival.name} was worse than {found.baseline} on this data; do not use it here."
    return f"No difference between {rival.name} and {found.baseline} can be shown over the whole curve."


def _difference(found: Comparison, rival: Rival) -> str:
    gain = rival.difference
    wins = f"it won {rival.wins} of {found.seeds} seeds"
    more = "" if gain.low > 0 or gain.high < 0 else "; the interval holds 0, and more seeds would narrow it"
    return (
        f"Averaged over the whole curve, its {found.metric_words} was {abs(gain.value):.3f} "
        f"{'better' if gain.value >= 0 else 'worse'} (95 % interval {gain.bounds}{more}); "
        f"{wins}, drew {rival.ties} and lost {rival.losses}."
    )


def _labels_saved(found: Comparison, rival: Rival) -> str:
    budget = next(int(curve.x[-1]) for curve in found.curves if curve.name == found.baseline)
    reached = f"the {found.metric_words} of {found.final(found.baseline):.3f} that {found.baseline} ended with"
    if rival.saved is None:
        return f"It did not reach {reached} after {budget:,} labels."
    saved = rival.saved
    if not 0 < saved.low < math.inf:
        return f"That it reaches {reached} with fewer than {budget:,} labels cannot be shown."
    return (
        f"It reached {reached} after {budget:,} labels with about {saved.value:,.0f} labels fewer "
        f"(95 % interval {saved.low:,.0f} to {saved.high:,.0f})."
    )


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("-", "−")
