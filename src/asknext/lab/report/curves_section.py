"""`choices_part` and `explorer_part`: what the reader chooses, and the figure that follows; `still_figure` without."""

from __future__ import annotations

from asknext.lab.report.findings import Findings
from asknext.lab.report.markup import Markup, text
from asknext.lab.report.problem import MetricFacts, Problem
from asknext.lab.report.strategy_name import Names
from asknext.report.chart import line_chart, shortened
from asknext.report.drawing import Drawing
from asknext.report.svg import svg

__all__ = ["choices_part", "curves_drawing", "explorer_part", "still_figure"]

FIELDS = (
    ("data_set", "Data set"), ("target", "Class"), ("model", "Model"), ("schedule", "Batches"), ("oracle", "Annotator"),
    ("metric", "Metric"),
)  # fmt: skip


def choices_part() -> Markup:
    """Filled by the script, which also hides what there is no choice of."""
    labels = "".join(f'<label>{words} <select id="choose-{name}"></select></label>' for name, words in FIELDS)
    return Markup(f'<nav id="choices" aria-label="Choose what is shown" hidden>{labels}</nav>')


def explorer_part(found: Findings) -> Markup:
    """The figure that is drawn by the script."""
    if not found.problems:
        return Markup("")
    return Markup(
        '<div id="explorer" hidden>\n<p id="chosen"></p>\n'
        '<div class="buttons"><label class="switch">Compare <select id="compare"></select></label></div>'
        '<div class="switches"><span id="legend" role="group" aria-label="Strategies shown"></span></div>\n'
        '<div class="buttons"><button type="button" id="everything">All</button>'
        '<button type="button" id="nothing">Only the first</button>'
        '<label class="switch"><input type="checkbox" id="bands"> 95 % bands</label>'
        '<label class="switch"><input type="checkbox" id="log"> logarithmic label axis</label>'
        '<button type="button" id="reset" disabled>Whole range</button>'
        '<button type="button" id="curve-csv">CSV</button><button type="button" id="curve-svg">SVG</button></div>\n'
        '<div class="stage"><div id="plot" tabindex="0" role="application" aria-label="Learning curves. Left and right '
        'arrow read out the scores; plus and minus zoom; 0 shows all." aria-describedby="hint"></div>'
        '<div id="tip" hidden></div></div>\n'
        '<p id="hint" class="soft">Point at the figure to read it; drag to enlarge a part, double-click to go back. '
        "By keyboard: arrows read, + and − zoom, 0 goes back.</p>\n"
        '<p id="said" role="status" class="unseen"></p>\n</div>'
    )


def curves_drawing(problem: Problem, metric: MetricFacts, names: Names) -> Drawing | None:
    """The curves of one problem; None where no cell has finished."""
    curves = problem.curves.get(metric.name, ())
    if not curves:
        return None
    setting = " · ".join(
        shortened(each, 80) for each in (problem.place, problem.model, problem.schedule, problem.oracle) if each
    )
    ends = " ".join(f"{shortened(curve.name, 80)} ends at {curve.mean[-1]:.3f}." for curve in curves)
    return line_chart(
        curves,
        x_label="labels",
        y_label=metric.words,
        title=f"{metric.words} over the number of labels: {setting}",
        description=ends,
        looks=[names.number(curve.name) for curve in curves],
    )


def still_figure(problem: Problem, metric: MetricFacts, names: Names, name: str) -> Markup:
    """The same without a script, for the main metric."""
    drawing = curves_drawing(problem, metric, names)
    if drawing is None:
        return Markup('<p class="soft">No cell has finished here.</p>')
    return Markup(
        f'<figure class="still"><div class="scroll" tabindex="0" role="region" aria-label="Learning curves">'
        f"{svg(drawing, name)}</div><figcaption>Mean {text(metric.words)} over seeds; the bands are 95 % intervals of "
        "that mean.</figcaption></figure>"
    )
