"""`ranking_part`: strategies over several data sets: areas, ranks, pairs, and wins against the baseline."""

from __future__ import annotations

import math
from collections.abc import Sequence

from asknext.lab.report.findings import Findings, Pair, Ranking
from asknext.lab.report.markup import Markup, number, section, table, text
from asknext.lab.report.problem import Problem, Standing
from asknext.lab.report.strategy_name import Names
from asknext.report.critical_difference import critical_difference_diagram
from asknext.report.drawing import Drawing
from asknext.report.svg import svg

__all__ = ["ranking_drawing", "ranking_part"]


def ranking_part(found: Findings, names: Names) -> Markup:
    """Nothing where a study has one problem for each model, schedule and oracle."""
    if not found.rankings:
        return Markup("")
    blocks = "\n".join(_block(at, each, found, names) for at, each in enumerate(found.rankings))
    lead = (
        "<p class='soft'>Each data set counts once, with its mean area over seeds and, where its classes are learned "
        "one against the rest, over them: neither seeds nor classes of one pool are independent data sets.</p>"
    )
    return section("ranking", "Over all data sets", lead, blocks)


def ranking_drawing(ranking: Ranking, names: Names) -> Drawing:
    """The critical-difference diagram."""
    return critical_difference_diagram(
        ranking.ranks,
        ranking.groups,
        ranking.difference,
        looks={name: names.number(name) for name in ranking.ranks},
        title=f"Mean ranks by the area under {ranking.metric.replace('_', ' ')}, {ranking.data_sets} data sets",
        description=ranking.sentence,
    )


def _block(at: int, ranking: Ranking, found: Findings, names: Names) -> str:
    members = [(number, each) for number, each in enumerate(found.problems) if _belongs(each, ranking)]
    numbers = " ".join(str(number) for number, _ in members)
    metric = next(place for place, each in enumerate(found.metrics) if each.name == ranking.metric)
    hidden = "" if metric == 0 else " hidden"
    parts: list[str] = [_areas([each for _, each in members], ranking, found, names)]
    if len(ranking.ranks) > 1:
        parts += [_diagram(at, ranking, names), _pairs(ranking, names), _wins(ranking, found, names)]
    body = _setting(ranking, found) + "".join(parts)
    return f'<div data-problem="{numbers}"><div data-metric="{metric}"{hidden}>{body}</div></div>'


def _belongs(problem: Problem, ranking: Ranking) -> bool:
    wanted = (ranking.model, ranking.schedule, ranking.oracle)
    return problem.place in ranking.places and (problem.model, problem.schedule, problem.oracle) == wanted


def _setting(ranking: Ranking, found: Findings) -> str:
    settings = {(each.model, each.schedule, each.oracle) for each in found.rankings}
    if len(settings) < 2:
        return ""
    return f"<h3>{text(f'{ranking.model} · {ranking.schedule} · {ranking.oracle}', 200)}</h3>"


def _areas(problems: Sequence[Problem], ranking: Ranking, found: Findings, names: Names) -> Markup:
    tables = [{each.strategy: each for each in problem.standings.get(ranking.metric, ())} for problem in problems]
    rows = [
        (names.shown(name), *(_area(standings.get(name)) for standings in tables))
        for name in found.strategies
        if any(name in standings for standings in tables)
    ]
    caption = (
        f"Area: mean {ranking.metric.replace('_', ' ')} over the curve. Bold: the best of its column; "
        "≈: cannot be told from the best"
    )
    heads = ("strategy", *(problem.place for problem in problems))
    return table(caption, heads, rows, file=f"all areas {ranking.schedule} {ranking.metric}")


def _area(standing: Standing | None) -> object:
    if standing is None:
        return "–"
    shown = number(standing.area.value)
    return Markup(f"<strong>{shown}</strong>") if standing.best else f"≈ {shown}" if standing.level else shown


def _diagram(at: int, ranking: Ranking, names: Names) -> str:
    if not ranking.is_ranked:
        return f"<p>{text(ranking.sentence, 1000)}</p>"
    picture = svg(ranking_drawing(ranking, names), f"ranks-{at}")
    bars = " A bar joins strategies that cannot be told apart."
    return (
        f'<figure><div class="scroll" tabindex="0" role="region" aria-label="Mean ranks">{picture}</div>'
        f"<figcaption>{text(ranking.sentence, 1000)}{bars}</figcaption></figure>"
    )


def _pairs(ranking: Ranking, names: Names) -> Markup:
    if not ranking.pairs:
        return Markup("")
    order = sorted(ranking.ranks, key=lambda name: (ranking.ranks[name], name))
    cells = {(pair.one, pair.other): _pair(pair, turned=False) for pair in ranking.pairs}
    cells |= {(pair.other, pair.one): _pair(pair, turned=True) for pair in ranking.pairs}
    rows = [
        (names.shown(one), *("" if one == other else cells.get((one, other), "–") for other in order)) for one in order
    ]
    caption = (
        "Pairs: blocks won / drawn / lost by the strategy of the line, and p of Wilcoxon’s signed-rank test after "
        "Holm’s correction; bold below .05"
    )
    return table(caption, ("strategy", *order), rows, file=f"pairs {ranking.schedule} {ranking.metric}")


def _pair(pair: Pair, *, turned: bool) -> Markup:
    won, lost = (pair.losses, pair.wins) if turned else (pair.wins, pair.losses)
    p = "" if pair.p is None or math.isnan(pair.p) else f"<br>{p_value(pair.p)}"
    cell = f"{won} / {pair.ties} / {lost}{p}"
    return Markup(f"<strong>{cell}</strong>" if pair.p is not None and pair.p < 0.05 else cell)


def p_value(p: float) -> str:
    """As it is written in papers."""
    return "p &lt; .001" if p < 0.001 else f"p = {p:.3f}".replace("0.", ".")


def _wins(ranking: Ranking, found: Findings, names: Names) -> Markup:
    if not ranking.against or found.baseline is None:
        return Markup("")
    rows = [(names.shown(name), *each, sum(each)) for name, each in ranking.against.items()]
    heads = ("strategy", "better", "cannot be told", "worse", "blocks")
    caption = f"Against {found.baseline}: blocks on which the 95 % interval over seeds lies above, about or below 0"
    return table(caption, heads, rows, file=f"wins {ranking.schedule} {ranking.metric}")
