"""`report_page`: findings to one HTML file: a pure function, the same findings the same bytes."""

from __future__ import annotations

from importlib.resources import files

from asknext.lab.report.asked_section import asked_table, overlap_table
from asknext.lab.report.client_data import POINTS, client_data
from asknext.lab.report.co_occurrence_section import co_occurrence_part
from asknext.lab.report.cost_section import cost_table
from asknext.lab.report.curves_section import choices_part, explorer_part, still_figure
from asknext.lab.report.failures_section import failures_part
from asknext.lab.report.findings import Findings
from asknext.lab.report.markup import Markup, section, text
from asknext.lab.report.problem import Problem
from asknext.lab.report.protocol_section import protocol_part
from asknext.lab.report.ranking_section import ranking_part
from asknext.lab.report.schedules_section import schedules_part
from asknext.lab.report.standings_section import standings_table
from asknext.lab.report.stopping_section import stopping_table
from asknext.lab.report.strategy_name import Names
from asknext.lab.report.summary import summary
from asknext.report.page import page

__all__ = ["report_page"]

SCRIPTS = ("plot.js", "explorer.js", "download.js")


def report_page(found: Findings) -> str:
    """A self-contained document; every word from outside is escaped and none of it is run."""
    names = Names(found.strategies, found.baseline)
    body = "\n".join(
        part
        for part in (
            names.swatches(),
            _header(found),
            _summary(found),
            protocol_part(found),
            choices_part(),
            _results(found, names),
            schedules_part(found, names),
            ranking_part(found, names),
            co_occurrence_part(found),
            failures_part(found),
            _about(found),
        )
        if part
    )
    room = files("asknext.lab.report")
    script = "\n".join(room.joinpath(name).read_text("utf-8") for name in SCRIPTS)
    style = room.joinpath("report.css").read_text("utf-8")
    return page(found.name[:200], body, client_data(found, names), style=style, script=script)


def _header(found: Findings) -> Markup:
    description = f"<p>{text(found.description, 2000)}</p>" if found.description else ""
    warnings = "".join(f"<p>{text(each, 600)}</p>" for each in found.warnings)
    banner = f'<div class="warning" role="note">{warnings}</div>' if warnings else ""
    return Markup(f"<header><h1>{text(found.name, 200)}</h1>{description}{banner}</header>")


def _summary(found: Findings) -> Markup:
    blocks = "\n".join(
        f'<div class="answer">{"".join(f"<p>{text(sentence, 1000)}</p>" for sentence in block)}</div>'
        for block in summary(found)
    )
    return section("summary", "In short", blocks)


def _results(found: Findings, names: Names) -> Markup:
    if not found.problems:
        return Markup("")
    articles = "\n".join(_article(at, each, found, names) for at, each in enumerate(found.problems))
    return section("results", "Learning curves", explorer_part(found), articles)


def _article(at: int, problem: Problem, found: Findings, names: Names) -> str:
    setting = " · ".join(each for each in (problem.place, problem.model, problem.schedule, problem.oracle) if each)
    standings = "\n".join(
        f'<div data-metric="{place}"{" hidden" if place else ""}>{standings_table(found, problem, metric, names)}</div>'
        for place, metric in enumerate(found.metrics)
    )
    parts = [
        ("Areas under the curves", Markup(standings)),
        ("What was asked", Markup(asked_table(problem, names) + overlap_table(problem, names))),
        ("When to stop", stopping_table(problem, found.main.words, names)),
        ("Cost", cost_table(problem, names)),
    ]
    body = "\n".join(f"<h3>{heading}</h3>\n{part}" for heading, part in parts if part)
    still = still_figure(problem, found.main, names, f"curves-{at}")
    return (
        f'<article data-problem="{at}" aria-label="{text(setting, 200)}">'
        f'<h3 class="setting">{text(setting, 300)}</h3>\n{still}\n{body}\n</article>'
    )


def _about(found: Findings) -> Markup:
    longest = max((len(c.x) for p in found.problems for curves in p.curves.values() for c in curves), default=0)
    thin = f" Curves of more than {POINTS} points are drawn with {POINTS} of them." if longest > POINTS else ""
    return section(
        "about",
        "About this file",
        "<p class='soft'>It loads nothing from anywhere and can be passed on as it is. Numbers are rounded to four "
        f"digits.{thin} Every table and figure can be saved as CSV; "
        "<code>asknext lab report DIR --figures FOLDER</code> writes all of them at full precision, and the figures as "
        "SVG, PNG or PDF.</p>",
    )
