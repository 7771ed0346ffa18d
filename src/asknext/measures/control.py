"""What a random control sample tells: an unbiased learning curve, labels still needed, labels saved.

Control items are drawn at random and never trained on by the model that is measured, so its score on them is an
unbiased estimate at every round, whatever the strategy asked. Every function is pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.measures.intervals import bootstrap_rows, percentile_interval, wilson
from asknext.measures.metrics import Metric, metric_named, predictions_of
from asknext.measures.number_metrics import NUMBER_METRICS, as_metric
from asknext.measures.power_law import PowerLaw, fit_power_law

__all__ = ["CurvePoint", "Estimate", "LearningCurve", "labels_needed", "labels_saved", "learning_curve"]

Floats = npt.NDArray[np.float64]
_ROUNDS, _ITEMS, _SAVED_ITEMS = 4, 30, 50
_SPAN = 1.5
_FAR = 50.0


@dataclass(frozen=True)
class CurvePoint:
    """Score at a number of labels, with its 95 % interval and the number of control items behind it."""

    labels: int
    score: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class LearningCurve:
    """Scores of successive rounds on the same control items.

    Attributes
    ----------
    metric : name.
    labels : (R,) int64.  scores, low, high : (R,) float64, in the metric's unit.
    n : control items.
    replicates : (B, R) float64, the scores on control items drawn again with replacement.
    """

    metric: str
    labels: npt.NDArray[np.int64]
    scores: Floats
    low: Floats
    high: Floats
    n: int
    replicates: Floats

    def __len__(self) -> int:
        return len(self.labels)

    def __iter__(self) -> Iterator[CurvePoint]:
        for row in zip(self.labels, self.scores, self.low, self.high, strict=True):
            yield CurvePoint(int(row[0]), float(row[1]), float(row[2]), float(row[3]), self.n)

    @property
    def points(self) -> list[CurvePoint]:
        """The rounds, oldest first."""
        return list(self)


@dataclass(frozen=True)
class Estimate:
    """A number of labels with its 95 % interval, or the reason why there is none yet.

    ``estimate`` is None where no honest number can be given; ``high`` alone is None where nothing bounds it above.
    """

    estimate: float | None
    low: float | None
    high: float | None
    sentence: str


def learning_curve(
    labels_per_round: npt.ArrayLike,
    predictions: npt.ArrayLike,
    truth: npt.ArrayLike,
    metric: str | Metric = "accuracy",
    *,
    replicates: int = 200,
    seed: int = 0,
) -> LearningCurve:
    """The unbiased learning curve on control items, with 95 % intervals.

    Parameters
    ----------
    labels_per_round : (R,) labels the model had in each round.
    predictions : (R, m) class codes; or probabilities (R, m, C); multi-label: (R, m, L) zeros and ones or
        probabilities. The same m control items in every round, so earlier rounds are measured on later answers too.
    truth : (m,) class codes, or (m, L) zeros and ones; of numbers predictions (R, m) and truth (m,) are float64.
    metric : a name from `METRICS`, or of numbers a `Metric` by `as_metric`. Accuracy of one label an item gets
        Wilson's interval, all others a percentile bootstrap over items.
    replicates, seed : of the bootstrap; curves over the same items with the same seed draw the same items.

    Raises
    ------
    InputError : shapes do not fit together.
    """
    chosen = metric_named(metric)
    labels, answers = np.asarray(labels_per_round, dtype=np.int64), np.asarray(truth)
    table = _ready(np.asarray(predictions), answers, chosen)
    if len(table) != len(labels) or (len(table) and table.shape[1] != len(answers)):
        raise InputError(
            f"predictions have shape {table.shape}, expected {len(labels)} rounds of {len(answers)} control items."
        )
    if len(answers) == 0:
        raise InputError("A learning curve needs at least one control item with an answer.")
    scores = np.array([chosen.function(answers, row) for row in table], dtype=np.float64)
    drawn = _replicates(table, answers, chosen, replicates, seed)
    low, high = _intervals(scores, drawn, chosen, answers)
    return LearningCurve(chosen.name, labels, scores, low, high, len(answers), drawn)


def labels_needed(curve: LearningCurve, target: float, *, seed: int = 0) -> Estimate:
    """How many *more* labels until ``target`` is reached, by an inverse power law fitted to the curve.

    The interval comes from refitting on control items drawn again, with the scatter of the rounds around the fit
    added. ``estimate`` is 0 when the target is reached already, and None when it is too early to tell or the curve
    levels off below the target.
    """
    reached = _already(curve, target)
    if reached is not None:
        return reached
    early = _too_early(curve, _ITEMS, "control answers")
    if early is not None:
        return Estimate(None, None, None, early)
    fit, many = _fits(curve, seed)
    goal = _sign(curve) * target
    now = float(curve.labels[-1])
    more = float(fit.reaches(goal)[0]) - now
    low, high = percentile_interval(many.reaches(goal) - now)
    return _needed(curve, target, fit, max(more, 1.0), max(low, 0.0), max(high, 1.0))


def labels_saved(active: LearningCurve, random: LearningCurve, *, seed: int = 0) -> Estimate:
    """How many labels random choice would have needed more to score what the active model scores now.

    Parameters
    ----------
    active : curve of the model in use.  random : curve of the shadow model that learns from random items only,
        measured on items it did not train on. Where both were measured on the same items their errors cancel.

    ``estimate`` may be negative: then random choice would have been cheaper. It is None while it is too early, or
    when the random curve levels off below the active model; ``low`` then still says "at least".
    """
    early = _too_early(random, _SAVED_ITEMS, "answers on randomly drawn items") or _unfinished(active)
    if early is not None:
        return Estimate(None, None, None, early)
    one_active, many_active = _fits(active, seed)
    one_random, many_random = _fits(random, seed)
    now = active.labels[-1:]
    cap = _FAR * float(random.labels[-1])
    saved = min(float(one_random.reaches(one_active.at(now)[:, 0])[0]), cap) - float(now[0])
    paired = np.minimum(many_random.reaches(many_active.at(now)[:, 0]), cap) - float(now[0])
    low, high = percentile_interval(paired)
    ceiling = cap - float(now[0])
    return _saved(saved, low, high, ceiling)


def _ready(predictions: npt.NDArray[Any], truth: npt.NDArray[Any], metric: Metric) -> npt.NDArray[Any]:
    """Codes or probabilities, whichever the metric needs."""
    deep = truth.ndim + 1
    if predictions.ndim not in (deep, 3):
        raise InputError(
            f"predictions have {predictions.ndim} dimensions for truth with {truth.ndim}; expected {deep}."
        )
    if metric.needs == "probabilities":
        if predictions.ndim != 3:
            raise InputError(f"{metric.name} needs probabilities, (rounds, items, classes); found class codes.")
        return predictions.astype(np.float64)
    if predictions.ndim == 3 and (truth.ndim == 1 or predictions.dtype.kind == "f"):
        return np.stack([predictions_of(row, truth.ndim == 2) for row in predictions])
    return predictions


def _replicates(table: npt.NDArray[Any], truth: npt.NDArray[Any], metric: Metric, replicates: int, seed: int) -> Floats:
    rows = bootstrap_rows(len(truth), replicates, seed)
    if metric.name in ("accuracy", "hamming"):
        per_item = np.stack([_item_scores(row, truth, metric.name) for row in table])
        return np.asarray(per_item[:, rows].mean(axis=2).T)
    return np.array([[metric.function(truth[draw], row[draw]) for row in table] for draw in rows])


def _item_scores(row: npt.NDArray[Any], truth: npt.NDArray[Any], metric: str) -> Floats:
    equal = row == truth
    if metric == "hamming":
        return np.asarray(~equal if equal.ndim == 1 else (~equal).mean(axis=1), dtype=np.float64)
    return np.asarray(equal if equal.ndim == 1 else equal.all(axis=1), dtype=np.float64)


def _intervals(scores: Floats, drawn: Floats, metric: Metric, truth: npt.NDArray[Any]) -> tuple[Floats, Floats]:
    if metric.name == "accuracy":
        pairs = [wilson(score * len(truth), len(truth)) for score in scores]
    else:
        pairs = [percentile_interval(column) for column in drawn.T]
    table = np.array(pairs, dtype=np.float64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _metric(curve: LearningCurve) -> Metric:
    return as_metric(curve.metric) if curve.metric in NUMBER_METRICS else metric_named(curve.metric)


def _sign(curve: LearningCurve) -> float:
    return 1.0 if _metric(curve).greater_is_better else -1.0


def _fits(curve: LearningCurve, seed: int) -> tuple[PowerLaw, PowerLaw]:
    """The fit to the curve, and the fits to its replicates with the scatter around the fit added."""
    sign, best = _sign(curve), _metric(curve).best
    heights = sign * curve.scores
    fit = fit_power_law(curve.labels, heights, sign * best)
    noise = _training_noise(curve, heights - fit.at(curve.labels)[0])
    extra = np.random.default_rng([seed, 1]).normal(0.0, noise, size=curve.replicates.shape)
    return fit, fit_power_law(curve.labels, sign * curve.replicates + extra, sign * best)


def _training_noise(curve: LearningCurve, residuals: Floats) -> float:
    """Standard deviation of what resampling items cannot show: rounds differ by what happened to be labelled."""
    spare = max(len(curve) - 3, 1)
    trend = np.vander(np.log(curve.labels.astype(np.float64)), 3)
    moved = curve.replicates - curve.scores
    rough = moved - moved @ np.linalg.pinv(trend).T @ trend.T
    by_items = float((rough**2).sum(axis=1).mean()) / spare
    return float(np.sqrt(max(float((residuals**2).sum()) / spare - by_items, 0.0)))


def _already(curve: LearningCurve, target: float) -> Estimate | None:
    if len(curve) == 0:
        return Estimate(None, None, None, "Too early to tell: no round is finished yet.")
    sign, last = _sign(curve), curve.points[-1]
    if np.isnan(last.score) or sign * last.score < sign * target:
        return None
    worst = last.low if sign > 0 else last.high
    sure = (
        "and its 95 % interval clears it too"
        if sign * worst >= sign * target
        else "though its 95 % interval does not clear it"
    )
    return Estimate(
        0.0,
        0.0,
        0.0 if sure.startswith("and") else None,
        f"The target {target:g} is reached: {curve.metric} is {last.score:.3f} "
        f"({last.low:.3f} to {last.high:.3f}) on {last.n} control items, {sure}.",
    )


def _unfinished(active: LearningCurve) -> str | None:
    if len(np.unique(active.labels)) < _ROUNDS:
        return f"Too early to tell: {len(np.unique(active.labels))} rounds are finished, {_ROUNDS} are needed."
    return None


def _too_early(curve: LearningCurve, items: int, what: str) -> str | None:
    rounds = len(np.unique(curve.labels))
    if rounds < _ROUNDS:
        return f"Too early to tell: {rounds} rounds are finished, {_ROUNDS} are needed."
    if curve.n < items:
        return f"Too early to tell: there are {curve.n} {what}, {items} are needed."
    if curve.labels[-1] < _SPAN * curve.labels[0]:
        return (
            f"Too early to tell: the curve runs from {curve.labels[0]} to {curve.labels[-1]} labels only; it has to "
            f"span a factor of {_SPAN:g}."
        )
    return "Too early to tell: the score is not defined in every round." if np.isnan(curve.scores).any() else None


def _needed(curve: LearningCurve, target: float, fit: PowerLaw, more: float, low: float, high: float) -> Estimate:
    far = _FAR * float(curve.labels[-1])
    plateau = _sign(curve) * float(fit.plateau[0])
    least = float(np.ceil(low)) if low < far else far
    if not more < far:
        return Estimate(
            None,
            least,
            None,
            f"At this rate {curve.metric} levels off near {plateau:.3f}, short of the target {target:g}"
            f"{'' if low >= far or low < 1 else f'; at best about {least:.0f} more labels are needed'} "
            f"(from {len(curve)} rounds on {curve.n} control items).",
        )
    most = float(np.ceil(high)) if high < far else None
    if most is None and low < 1:
        return Estimate(
            None,
            least,
            None,
            f"It cannot be told yet how many more labels {curve.metric} {target:g} takes: with {curve.n} control "
            f"items anything from hardly any to never is likely.",
        )
    reach = f"{least:.0f} to {most:.0f}" if most is not None else f"{least:.0f} or more; nothing bounds it above yet"
    return Estimate(
        float(np.ceil(more)),
        least,
        most,
        f"About {np.ceil(more):.0f} more labels to reach {curve.metric} {target:g} (95 % interval {reach}).",
    )


def _saved(saved: float, low: float, high: float, ceiling: float) -> Estimate:
    if saved >= ceiling:
        return Estimate(
            None,
            low,
            None,
            f"Random choice may never reach the present score. Active selection has saved at least "
            f"{max(low, 0.0):.0f} labels (95 % confidence).",
        )
    most = high if high < ceiling else None
    reach = f"{low:.0f} to {most:.0f}" if most is not None else f"{low:.0f} or more"
    if low <= 0 and (most is None or most >= 0):
        text = (
            f"It cannot be told yet whether active selection saves labels: the estimate is {saved:+.0f} "
            f"(95 % interval {reach})."
        )
    elif saved > 0:
        text = f"Active selection has saved about {saved:.0f} labels so far (95 % interval {reach})."
    else:
        text = f"Active selection has cost about {-saved:.0f} labels more than random choice (95 % interval {reach})."
    return Estimate(float(saved), float(low), most, text)
