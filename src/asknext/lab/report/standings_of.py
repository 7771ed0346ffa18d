"""`curves_of` and `standings_of`: the strategies of one problem by one metric, compared by the room of measures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from asknext.lab.report.problem import Gain, MetricFacts, Standing
from asknext.lab.report.runs import Runs, window
from asknext.loop.comparison import compare_with, saved_against
from asknext.measures.bootstrap import bootstrap_over_seeds
from asknext.measures.curve import labels_to_reach
from asknext.measures.deficiency import deficiency
from asknext.measures.intervals import t_interval
from asknext.measures.paired_difference import paired_difference
from asknext.measures.seeds_needed import seeds_needed
from asknext.report.chart import Series
from asknext.report.comparison import Estimate

__all__ = ["SHARES", "curves_of", "difference_of", "estimated", "standings_of"]

Floats = npt.NDArray[np.float64]
SHARES = (0.90, 0.95)
_LEVEL = 0.05


def curves_of(several: Mapping[str, Runs], metric: MetricFacts) -> list[Series]:
    """Mean and 95 % interval over seeds at every number of labels."""
    return [_series(name, runs, metric) for name, runs in several.items()]


def standings_of(
    several: Mapping[str, Runs], baseline: str | None, metric: MetricFacts, *, drawn_again: bool
) -> list[Standing]:
    """One a strategy, in the order given.

    Parameters
    ----------
    drawn_again : whether labels saved and deficiency get the intervals for which seeds are drawn again a thousand
        times; that takes a second a strategy.
    """
    low, high = window(list(several.values()))
    areas = {name: runs.areas(low, high) for name, runs in several.items()}
    best = _best(areas, metric)
    base = several.get(baseline) if baseline is not None else None
    return [
        Standing(
            strategy=name,
            seeds=len(runs.seeds),
            area=estimated(list(areas[name].values())),
            final=estimated(_last(runs)),
            best=name == best,
            level=name != best and best is not None and _level(areas[name], areas[best], len(several) - 1),
            gain=None
            if base is None or name == baseline
            else _gain(runs, base, areas[name], areas[str(baseline)], metric, drawn_again),
            reach={} if base is None else _reach(runs, base, metric),
        )
        for name, runs in several.items()
    ]


def estimated(values: Sequence[float]) -> Estimate:
    """Mean over seeds with its 95 % interval; a bound that one seed cannot give is infinite."""
    known = np.asarray([value for value in values if not math.isnan(value)], dtype=np.float64)
    if len(known) == 0:
        return Estimate(math.nan, -math.inf, math.inf)
    mean, low, high = (float(each) for each in t_interval(known))
    return Estimate(mean, *_bounds(low, high))


def difference_of(mine: Mapping[int, float], theirs: Mapping[int, float], metric: MetricFacts) -> Estimate | None:
    """Mean over the seeds of both of mine less theirs, positive = better; None where they share no seed."""
    seeds = [seed for seed in mine if not math.isnan(mine[seed]) and not math.isnan(theirs.get(seed, math.nan))]
    if not seeds:
        return None
    sign = 1.0 if metric.greater_is_better else -1.0
    found = paired_difference([sign * mine[seed] for seed in seeds], [sign * theirs[seed] for seed in seeds])
    return Estimate(found.mean, *_bounds(found.low, found.high))


def _bounds(low: float, high: float) -> tuple[float, float]:
    return (-math.inf if math.isnan(low) else low, math.inf if math.isnan(high) else high)


def _series(name: str, runs: Runs, metric: MetricFacts) -> Series:
    # Student's interval knows nothing of the metric's ends; what is drawn should
    low, high = (np.clip(each, metric.floor, metric.ceiling) for each in (runs.mean.low, runs.mean.high))
    return Series(name, runs.labels.tolist(), runs.mean.mean.tolist(), low.tolist(), high.tolist())


def _last(runs: Runs) -> list[float]:
    """The last value that is known, seed by seed."""
    return [next((float(y) for y in row[::-1] if not math.isnan(y)), math.nan) for row in runs.values]


def _best(areas: Mapping[str, Mapping[int, float]], metric: MetricFacts) -> str | None:
    means = {name: estimated(list(each.values())).value for name, each in areas.items()}
    known = {name: value for name, value in means.items() if not math.isnan(value)}
    if not known:
        return None
    return (max if metric.greater_is_better else min)(known, key=lambda name: known[name])


def _level(mine: Mapping[int, float], best: Mapping[int, float], others: int) -> bool:
    """Whether the best cannot be told from this one, all the others being asked the same (Bonferroni)."""
    seeds = sorted(set(mine) & set(best))
    if not seeds:
        return True
    gaps = paired_difference([best[s] for s in seeds], [mine[s] for s in seeds], level=1 - _LEVEL / max(others, 1))
    return math.isnan(gaps.low) or gaps.low <= 0 <= gaps.high


def _gain(
    runs: Runs,
    base: Runs,
    mine: Mapping[int, float],
    theirs: Mapping[int, float],
    metric: MetricFacts,
    drawn_again: bool,
) -> Gain | None:
    sign = 1.0 if metric.greater_is_better else -1.0
    seeds = [s for s in runs.seeds if s in theirs and not math.isnan(mine[s]) and not math.isnan(theirs[s])]
    if not seeds:
        return None
    first, second = (sign * np.array([each[s] for s in seeds]) for each in (mine, theirs))
    found, counts = paired_difference(first, second), compare_with(first, second)
    difference = Estimate(found.mean, *_bounds(found.low, found.high))
    paired = runs.only(seeds), base.only(seeds)
    whole = np.array_equal(runs.labels, base.labels) and not any(np.isnan(each.values).any() for each in paired)
    return Gain(
        difference, counts.wins, counts.ties, counts.losses,
        saved=_saved(*paired, sign, drawn_again) if whole else None,
        deficiency=_deficiency(*paired, metric, drawn_again) if whole else None,
        seeds_needed=_needed(first - second, difference),
    )  # fmt: skip


def _needed(gaps: Floats, difference: Estimate) -> int | None:
    """Seeds at which a difference like this one could be shown; None where it can be, or never could."""
    if len(gaps) < 2 or difference.low > 0 or difference.high < 0:
        return None
    plan = seeds_needed(gaps)
    return None if plan.seeds is None or plan.seeds <= len(gaps) else plan.seeds


def _saved(runs: Runs, base: Runs, sign: float, interval: bool) -> Estimate | None:
    """Labels saved at the baseline's final score; None where the strategy does not get there."""
    if interval:
        found = saved_against([int(each) for each in runs.labels], sign * runs.values, sign * base.values)
        estimate, low, high = found.estimate, found.low, found.high
    else:
        reached = labels_to_reach(runs.labels, sign * runs.mean.mean, float(sign * base.mean.mean[-1]))
        estimate, low, high = float(runs.labels[-1]) - reached if math.isfinite(reached) else None, None, None
    if estimate is None:
        return None
    return Estimate(estimate, *_bounds(*(math.nan if each is None else each for each in (low, high))))


def _deficiency(runs: Runs, base: Runs, metric: MetricFacts, interval: bool) -> Estimate | None:
    """None where the baseline's mean curve gains nothing."""

    def of_means(mine: Floats, theirs: Floats) -> float:
        means = mine.mean(axis=0), theirs.mean(axis=0)
        return deficiency(runs.labels, *means, greater_is_better=metric.greater_is_better)

    estimate, low, high = bootstrap_over_seeds(of_means, runs.values, base.values, replicates=1_000 if interval else 0)
    return None if math.isnan(estimate) else Estimate(estimate, *_bounds(low, high))


def _reach(runs: Runs, base: Runs, metric: MetricFacts) -> dict[float, float]:
    """Share -> labels at which the mean curve is that near to the score the baseline ends with."""
    sign = 1.0 if metric.greater_is_better else -1.0
    final = estimated(_last(base)).value
    mean = runs.mean.mean
    known = ~np.isnan(mean)
    if math.isnan(final) or not known.any():
        return {}
    targets = {share: sign * final - (1 - share) * abs(final) for share in SHARES}
    return {share: labels_to_reach(runs.labels[known], sign * mean[known], at) for share, at in targets.items()}
