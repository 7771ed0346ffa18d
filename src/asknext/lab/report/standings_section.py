"""`standings_table`: the strategies of one problem by their area: intervals, the baseline, labels to reach."""

from __future__ import annotations

import math
from collections.abc import Sequence

from asknext.lab.report.findings import Findings
from asknext.lab.report.markup import Markup, forest, number, percent, signed, span, table
from asknext.lab.report.problem import Gain, MetricFacts, Problem, Standing
from asknext.lab.report.strategy_name import Names

__all__ = ["standing_word", "standings_table"]


def standings_table(found: Findings, problem: Problem, metric: MetricFacts, names: Names) -> Markup:
    """Two tables: areas with intervals, and against the baseline."""
    standings = ranked(problem.standings.get(metric.name, ()), metric)
    if not standings:
        return Markup(f'<p class="soft">No cell with {metric.words} has finished here.</p>')
    areas = _areas(standings, problem, metric, names)
    if found.baseline is None or not any(each.gain for each in standings):
        return areas
    return Markup(areas + _against(standings, problem, metric, names, found.baseline))


def ranked(standings: Sequence[Standing], metric: MetricFacts) -> list[Standing]:
    """The best area first; what is not known last."""
    sign = -1 if metric.greater_is_better else 1
    return sorted(standings, key=lambda each: (math.isnan(each.area.value), sign * each.area.value))


def standing_word(standing: Standing) -> str:
    """How it stands to the best."""
    return "best" if standing.best else "level with the best" if standing.level else ""


def _areas(standings: Sequence[Standing], problem: Problem, metric: MetricFacts, names: Names) -> Markup:
    low, high = _limits(standings)
    rows = [
        (
            names.shown(each.strategy),
            number(each.area.value),
            span(each.area),
            forest(each.area, low, high, names.look(each.strategy).colour),
            Markup(f"<strong>{standing_word(each)}</strong>"),
            number(each.final.value),
            each.seeds,
        )
        for each in standings
    ]
    heads = ("strategy", "area", "95 % interval", "", "", "at the end", "seeds")
    caption = (
        f"Area: mean {metric.words} over the whole curve{'' if metric.greater_is_better else ' (lower is better)'}; "
        "level with the best: the difference to it, seed by seed, cannot be told from 0, with a correction for the "
        "number of strategies"
    )
    return table(caption, heads, rows, file=f"areas {problem.place} {problem.schedule} {metric.name}")


def _limits(standings: Sequence[Standing]) -> tuple[float, float]:
    areas = [each.area for each in standings]
    ends = [end for area in areas for end in (area.low, area.value, area.high) if math.isfinite(end)]
    return (min(ends), max(ends)) if ends else (0.0, 1.0)


def _against(
    standings: Sequence[Standing], problem: Problem, metric: MetricFacts, names: Names, baseline: str
) -> Markup:
    shares = sorted({share for each in standings for share in each.reach})
    rows = [
        (
            names.shown(each.strategy),
            *_gain(each.gain),
            *(number(each.reach.get(share, math.nan), 0) for share in shares),
        )
        for each in standings
    ]
    heads = (
        "strategy",
        f"area, less {baseline}’s",
        "95 % interval",
        "seeds it would take to tell",
        "seeds won / drawn / lost",
        "labels saved",
        "95 % interval",
        "deficiency",
        "95 % interval",
        *(f"labels to within {percent(1 - share)}" for share in shares),
    )
    near = " or ".join(percent(1 - share) for share in shares)
    reached = f" Labels to within {near}: of that score, read off the mean curve made to rise." if shares else ""
    caption = (
        f"Against {baseline} on the same seeds (above 0 is better). Labels saved: at the {metric.words} that "
        f"{baseline} ends with. Deficiency: what the mean curve leaves below that score, over what {baseline} leaves; "
        f"below 1 is better.{reached}"
    )
    return table(caption, heads, rows, file=f"against {baseline} {problem.place} {problem.schedule} {metric.name}")


def _gain(gain: Gain | None) -> tuple[object, ...]:
    if gain is None:
        return ("–", "–", "", "–", "–", "–", "–", "–")
    words = span(gain.difference, sign=True)
    needed = "" if gain.seeds_needed is None else f"about {gain.seeds_needed:,}"
    won = f"{gain.wins} / {gain.ties} / {gain.losses}"
    saved = ("none", "–") if gain.saved is None else (number(gain.saved.value, 0), span(gain.saved, 0))
    left = ("–", "–") if gain.deficiency is None else (number(gain.deficiency.value), span(gain.deficiency))
    return (signed(gain.difference.value), words, needed, won, *saved, *left)
