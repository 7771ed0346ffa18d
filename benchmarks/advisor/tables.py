"""How often following the advice was better than not, as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import sqrt

import numpy as np
from benchmarks.advisor.points import Point
from benchmarks.advisor.sets import CHOSEN_ON, CONFIRMED_ON

from asknext.measures import t_interval
from asknext.stopping.advice import ACT

__all__ = ["report"]

HALVES = (("chosen on", CHOSEN_ON), ("confirmed on", CONFIRMED_ON))
BINS = ((0.0, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.0), (1.0, 99.0))
SMALL_GAIN, REPLICATES, SET = 0.01, 2_000, 50
Sign = Callable[[Point], bool]


def report(found: Sequence[Point]) -> str:
    """All tables as Markdown; gains in points of accuracy."""
    easiest = [each for each in found if each.strategy == "most_confident"]
    usual = [each for each in found if each.strategy != "most_confident"]
    parts = [
        f"### Followed or not: auto, entropy, margin and random in use\n\n{_followed(usual)}",
        f"### Followed or not: most_confident in use, which asks what is easiest\n\n{_followed(easiest)}",
        _by_ratio(usual), _by_strategy(found), _harder_by_strategy(found), _stopping(usual), _independent(found),
    ]  # fmt: skip
    return "\n\n".join(parts)


# ------------------------------------------------------------------ followed or not


def _followed(found: Sequence[Point]) -> str:
    rows = []
    for name, says, way in _ADVICE:
        for half, sets in HALVES:
            mine = [each for each in found if each.data in sets]
            for label, kept in (("asked for", True), ("not asked for", False)):
                chosen = [each for each in mine if says(each) is kept]
                rows.append((name, half, label, *_outcome(chosen, way)))
    head = ("advice", "data sets", "where it is", "points", "sets", "gain (95 %)", "better (95 %)", "worse")
    return _table(head, rows)


def _explore(point: Point) -> bool:
    return point.exploration.verdict == ACT


def _easier(point: Point) -> bool:
    return point.contradiction.verdict == ACT and not _ends(point)


def _ends(point: Point) -> bool:
    return point.contradiction.verdict == ACT and (point.contradiction.value or 0) < (point.contradiction.bound or 0)


def _harder(point: Point) -> bool:
    return point.agreement.verdict == ACT and not _easier(point)


def _to_auto(point: Point) -> float:
    return point.gains["random" if point.strategy == "auto" else "auto"]


_ADVICE: tuple[tuple[str, Sign, Callable[[Point], float]], ...] = (
    ("explore more: go over to auto", _explore, lambda point: point.gains["auto"]),
    ("explore more: go over to k-means", _explore, lambda point: point.gains["kmeans"]),
    ("explore more: go over to random", _explore, lambda point: point.gains["random"]),
    ("easier: go over to auto, from auto to random", _easier, _to_auto),
    ("easier: go over to random", _easier, lambda point: point.gains["random"]),
    ("harder: go over to margin", _harder, lambda point: point.gains["margin"]),
)


def _outcome(chosen: Sequence[Point], way: Callable[[Point], float]) -> tuple[str, ...]:
    if not chosen:
        return ("0", "0", "-", "-", "-")
    gains = np.array([way(each) for each in chosen])
    sets = np.array([each.data for each in chosen])
    better = gains > 1e-9
    low, high = _over_sets(better.astype(float), sets)
    return (
        str(len(gains)), str(len(set(sets))), _mean(gains, sets),
        f"{better.mean():.0%} ({low:.0%} to {high:.0%})", f"{np.mean(gains < -1e-9):.0%}",
    )  # fmt: skip


def _mean(gains: np.ndarray, sets: np.ndarray) -> str:
    """The mean of the data sets' means, with Student's interval over data sets."""
    means = [gains[sets == each].mean() for each in sorted(set(sets))]
    mean, low, high = (100 * float(value) for value in t_interval(means))
    return f"{mean:+.2f} ({low:+.2f} to {high:+.2f})" if len(means) > 1 else f"{mean:+.2f}"


def _over_sets(values: np.ndarray, sets: np.ndarray) -> tuple[float, float]:
    """95 % percentile interval of a mean, data sets drawn again with replacement."""
    rng, names = np.random.default_rng(0), sorted(set(sets))
    by = [values[sets == each] for each in names]
    draws = rng.integers(0, len(by), (REPLICATES, len(by)))
    means = [np.concatenate([by[at] for at in draw]).mean() for draw in draws]
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


# ------------------------------------------------------------------ exploration, closer


def _by_ratio(found: Sequence[Point]) -> str:
    """What going over to auto gained, by how much the last batches explored beside random ones."""
    rows = []
    for low, high in BINS:
        for half, sets in HALVES:
            chosen = [
                each for each in found
                if each.data in sets and each.strategy in ("entropy", "margin")
                and low <= (each.exploration.value or 0.0) < high
            ]  # fmt: skip
            name = f"{low:.0%} to {high:.0%}" if high < 10 else f"{low:.0%} or more"
            rows.append((name, half, *_outcome(chosen, lambda point: point.gains["auto"])))
    head = ("explored, of random", "data sets", "points", "sets", "gain (95 %)", "better (95 %)", "worse")
    return f"### Going over to auto, by what was explored (entropy and margin in use)\n\n{_table(head, rows)}"


def _by_strategy(found: Sequence[Point]) -> str:
    rows = []
    for strategy in sorted({each.strategy for each in found}):
        below = [each for each in found if each.strategy == strategy and _below(each)]
        for way in ("auto", "kmeans", "random"):
            if way != strategy:
                rows.append((strategy, way, *_outcome(below, lambda point, way=way: point.gains[way])))
    head = ("in use", "gone over to", "points", "sets", "gain (95 %)", "better (95 %)", "worse")
    return f"### Where less than 80 % of random's was explored, by strategy (all data sets)\n\n{_table(head, rows)}"


def _harder_by_strategy(found: Sequence[Point]) -> str:
    rows = []
    for strategy in ("most_confident", "random"):
        for label, kept in (("asked for", True), ("not asked for", False)):
            chosen = [each for each in found if each.strategy == strategy and _harder(each) is kept]
            rows.append((strategy, label, *_outcome(chosen, lambda point: point.gains["margin"])))
    head = ("in use", "harder batches", "points", "sets", "gain (95 %)", "better (95 %)", "worse")
    return f"### Going over to margin, by strategy (all data sets)\n\n{_table(head, rows)}"


def _below(point: Point) -> bool:
    return (point.exploration.value or 1.0) < 0.8 and (point.exploration.high or 9.0) < 1


# ------------------------------------------------------------------ stopping and the independent set


def _stopping(found: Sequence[Point]) -> str:
    rows = []
    for half, sets in HALVES:
        for label, says in (("time to stop", _ends), ("not yet", lambda point: not _ends(point))):
            chosen = [each for each in found if each.data in sets and says(each) and each.strategy != "most_confident"]
            rows.append((half, label, *_left(chosen)))
    head = ("data sets", "advice", "points", "sets", "gain of 30 more labels", "gain to the end", "30 gain < 1 point")
    return f"### It is time to stop\n\n{_table(head, rows)}"


def _left(chosen: Sequence[Point]) -> tuple[str, ...]:
    if not chosen:
        return ("0", "0", "-", "-", "-")
    sets = np.array([each.data for each in chosen])
    soon, later = np.array([each.soon for each in chosen]), np.array([each.later for each in chosen])
    little = (soon < SMALL_GAIN).astype(float)
    low, high = _over_sets(little, sets)
    return (
        str(len(chosen)), str(len(set(sets))), _mean(soon, sets), _mean(later, sets),
        f"{little.mean():.0%} ({low:.0%} to {high:.0%})",
    )  # fmt: skip


def _independent(found: Iterable[Point]) -> str:
    """How far the accuracy on the labels themselves is off, beside that on items drawn at random."""
    rows = []
    kept = [each for each in found if each.noise == 0]
    for strategy in sorted({each.strategy for each in kept}):
        mine = [each for each in kept if each.strategy == strategy]
        bias = np.mean([each.folds - each.score for each in mine])
        wrong = np.mean([abs(each.folds - each.score) for each in mine])
        drawn = np.mean([0.8 * sqrt(each.score * (1 - each.score) / SET) for each in mine])
        tenth = np.mean([each.tenth for each in mine])
        rows.append((strategy, str(len(mine)), *(f"{100 * value:+.1f}" for value in (bias, wrong, drawn, tenth))))
    head = (
        "in use", "points", "labels' own: bias", "labels' own: mean error", f"{SET} drawn at random: mean error",
        "cost of a tenth of the labels",
    )  # fmt: skip
    return f"### Without an independent set (points of accuracy)\n\n{_table(head, rows)}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
