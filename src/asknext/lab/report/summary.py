"""`summary`: what the numbers say, in plain sentences that claim no more than the intervals hold."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from asknext.lab.report.findings import Findings, Ranking
from asknext.lab.report.markup import beside, counted, number, percent, signed, span
from asknext.lab.report.problem import Gain, MetricFacts, Problem, Standing
from asknext.lab.report.standings_section import ranked
from asknext.lab.report.summary_details import batch_sizes, cautions, stopping
from asknext.report.chart import shortened

__all__ = ["listed", "summary"]

MOST_PLACES, MOST_NAMES = 8, 6


def summary(found: Findings) -> list[list[str]]:
    """Blocks of sentences; the first sentence of a block is its answer."""
    problems = _first_setting(found)
    if not any(each.standings.get(found.main.name) for each in problems):
        return [["Nothing can be said yet: no cell has finished."], *([cautions(found)] if cautions(found) else [])]
    blocks = [_overall(found)] if len(found.problems) > 1 else []
    blocks += [_place(each, found) for each in problems[:MOST_PLACES]]
    if len(problems) > MOST_PLACES:
        blocks.append([f"{len(problems) - MOST_PLACES} more data sets or classes are described below."])
    blocks += [batch_sizes(found), stopping(problems, found), cautions(found)]
    return [block for block in blocks if block]


def listed(names: Sequence[str], most: int = MOST_NAMES) -> str:
    """Names as a phrase; many are counted."""
    shown = [shortened(name, 40) for name in names[:most]]
    if len(names) > most:
        return f"{', '.join(shown)} and {len(names) - most} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def _first_setting(found: Findings) -> list[Problem]:
    """A problem for each place: with the model, batches and annotator that the study names first."""
    first: dict[str, Problem] = {}
    for each in found.problems:
        first.setdefault(each.place, each)
    return list(first.values())


# ---------------------------------------------------------------- over all
def _overall(found: Findings) -> list[str]:
    ranking = next((each for each in found.rankings if each.metric == found.main.name and len(each.ranks) > 1), None)
    if ranking is None:
        return _counted(found, {})
    # where nothing was ranked, why not is no answer
    return (
        [_by_rank(ranking), *_counted(found, ranking.ranks)]
        if ranking.p is not None
        else [*_counted(found, ranking.ranks), ranking.sentence]
    )


def _by_rank(ranking: Ranking) -> str:
    best = min(ranking.ranks, key=lambda name: (ranking.ranks[name], name))
    level = sorted({name for group in ranking.groups if best in group for name in group} - {best})
    blocks = f"{ranking.data_sets} data sets"
    if len(level) == len(ranking.ranks) - 1:
        return (
            f"Over {blocks} the ranks of the {len(ranking.ranks)} strategies cannot be told apart; "
            f"{shortened(best, 40)} has the best mean rank, {ranking.ranks[best]:.2f}."
        )
    beside = f"; it cannot be told from {listed(level)}" if level else ""
    return f"{shortened(best, 40)} has the best mean rank over {blocks}, {ranking.ranks[best]:.2f}{beside}."


def _counted(found: Findings, ranks: Mapping[str, float]) -> list[str]:
    if found.baseline is None:
        return []
    counts = {name: [0, 0, 0] for name in found.strategies if name != found.baseline}
    for problem in found.problems:
        for standing in problem.standings.get(found.main.name, ()):
            if standing.gain is not None and standing.strategy in counts:
                counts[standing.strategy][_verdict(standing.gain)] += 1
    counts = {name: each for name, each in counts.items() if sum(each)}
    if not counts:
        return []
    order = sorted(counts, key=lambda name: (counts[name][2] - counts[name][0], ranks.get(name, 0.0), name))
    best = order[0]
    parts = [
        f"{shortened(best, 40)} was {_tally(counts[best], found.baseline)} (same data, model, batches and seeds; "
        f"{found.main.words} over the whole curve)."
    ]
    never = [name for name in order if counts[name][0] == 0]
    worse_ones = [name for name in order if counts[name][2] > counts[name][0]]
    if never:
        parts.append(f"In no comparison better than {found.baseline}: {listed(never)}.")
    if worse_ones:
        parts.append(f"More often worse than better: {listed(worse_ones)}.")
    return parts


def _tally(counts: Sequence[int], baseline: str) -> str:
    better, unclear, worse = counts
    whole = sum(counts)
    if whole in counts:
        word = ("better than", "not to be told from", "worse than")[list(counts).index(whole)]
        return f"{word} {baseline} in {'the one comparison' if whole == 1 else f'all of {whole:,} comparisons'}"
    parts = [(worse, "worse in"), (unclear, "not to be told from it in")]
    rest = ", ".join(f"{words} {count:,}" for count, words in parts if count)
    return f"better than {baseline} in {better:,} of {whole:,} comparisons, {rest}"


def _verdict(gain: Gain) -> int:
    """0 better, 1 cannot be told, 2 worse."""
    return 0 if gain.difference.low > 0 else 2 if gain.difference.high < 0 else 1


# ---------------------------------------------------------------- one place
def _place(problem: Problem, found: Findings) -> list[str]:
    metric = found.main
    standings = [
        each for each in ranked(problem.standings.get(metric.name, ()), metric) if not math.isnan(each.area.value)
    ]
    if not standings:
        return [f"{shortened(problem.place, 80)}: no cell has finished."]
    best = next((each for each in standings if each.best), standings[0])
    sentences = [
        _answer(problem, best, standings, found),
        _level(best, standings, found.baseline),
        _reach(best, standings, found),
    ]
    return [each for each in sentences if each]


def _answer(problem: Problem, best: Standing, standings: Sequence[Standing], found: Findings) -> str:
    place, name, words = shortened(problem.place, 80), shortened(best.strategy, 40), found.main.words
    setting = _setting(problem, found)
    score = f"{_most(found.main)} {words} averaged over the curve, {number(best.area.value)}{beside(best.area)}"
    if found.baseline is None or best.strategy == found.baseline:
        if found.baseline is None:
            return f"{place}{setting}: {name} had the {score}, over {counted(best.seeds, 'seed')}."
        seeds = counted(best.seeds, "seed")
        return f"{place}{setting}: no strategy did better than {name}, which had the {score}, over {seeds}."
    gain = best.gain
    if gain is None:
        return f"{place}{setting}: {name} had the {score}; {found.baseline} has not finished here."
    if _verdict(gain) == 0:
        return f"{place}{setting}: {name} had the {score}, {_by(gain, found.baseline)}."
    helped = [each.strategy for each in standings if each.gain is not None and _verdict(each.gain) == 0]
    if helped:
        return (
            f"{place}{setting}: {name} had the {score}, but cannot be told from {found.baseline}; what can be shown to "
            f"beat it is {listed(helped)}."
        )
    needed = f" About {gain.seeds_needed:,} seeds could show a difference like this." if gain.seeds_needed else ""
    return (
        f"{place}{setting}: no strategy can be shown to beat {found.baseline}. {name} had the {score}, "
        f"{signed(gain.difference.value)} against it{beside(gain.difference, sign=True)}.{needed}"
    )


def _setting(problem: Problem, found: Findings) -> str:
    parts = [
        shortened(getattr(problem, name), 60)
        for name in ("model", "schedule", "oracle")
        if len({getattr(each, name) for each in found.problems}) > 1
    ]
    return f" ({', '.join(parts)})" if parts else ""


def _most(metric: MetricFacts) -> str:
    return "highest" if metric.greater_is_better else "lowest"


def _by(gain: Gain, baseline: str) -> str:
    seeds = gain.wins + gain.ties + gain.losses
    return (
        f"{number(abs(gain.difference.value))} better than {baseline} (95 % interval "
        f"{span(gain.difference, sign=True)}; in {gain.wins} of {seeds} seeds)"
    )


def _level(best: Standing, standings: Sequence[Standing], baseline: str | None) -> str:
    """Of all but the baseline, of which the first sentence speaks."""
    others = [each for each in standings if each.strategy not in (best.strategy, baseline)]
    level = [each.strategy for each in others if each.level]
    if not level:
        return ""
    if len(level) == len(others) > 1:
        return "None of the other strategies can be told from it."
    return f"Not to be told from it: {listed(level)}."


def _reach(best: Standing, standings: Sequence[Standing], found: Findings) -> str:
    base = next((each for each in standings if each.strategy == found.baseline), None)
    if base is None or not best.reach:
        return ""
    first, *others = sorted(best.reach)
    score = f"the {found.main.words} that {base.strategy} ended with, {number(base.final.value)},"
    parts = [
        f"within {percent(1 - first)} of {score} after {_labels(best.reach[first])}{_base_labels(base, best, first)}"
    ]
    parts += [f"{percent(1 - at)} after {_labels(best.reach[at])}{_base_labels(base, best, at)}" for at in others]
    saved = ""
    if best.gain is not None and best.gain.saved is not None and 0 < best.gain.saved.low < math.inf:
        saved = f" All of it took about {best.gain.saved.value:,.0f} labels fewer{beside(best.gain.saved, 0)}."
    return f"It came {' and within '.join(parts)}.{saved}"


def _labels(labels: float) -> str:
    return f"{labels:,.0f} labels" if math.isfinite(labels) else "more labels than were asked for"


def _base_labels(base: Standing, best: Standing, share: float) -> str:
    if base.strategy == best.strategy or share not in base.reach:
        return ""
    labels = base.reach[share]
    return f" ({base.strategy}: {labels:,.0f})" if math.isfinite(labels) else ""
