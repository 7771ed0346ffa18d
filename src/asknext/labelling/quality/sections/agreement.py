"""Whether annotators agree, more than by chance."""

from __future__ import annotations

from typing import Any

import numpy as np

from asknext.labelling.quality.agreeing.by_class import class_table
from asknext.labelling.quality.agreeing.of_task import measured
from asknext.labelling.quality.agreeing.several import answers_given, several_answers
from asknext.labelling.quality.section import ACT, FINE, LOOK, UNKNOWN, Section, Table, bars, count_of, matrix
from asknext.labelling.quality.sections.agreement_of_task import agreement_of_task
from asknext.labelling.quality.studied import Studied
from asknext.quality.agreement import agreement, pairwise_agreement

__all__ = ["agreement_section"]

NAME, TITLE = "agreement", "Agreement"
SOURCE = "Krippendorff's alpha (2011), Fleiss' kappa (1971), Gwet's AC1 (2008), 95 % by bootstrap over items."
TITLES = {
    "raw": "raw agreement",
    "fleiss": "Fleiss' kappa",
    "krippendorff": "Krippendorff's alpha",
    "gwet": "Gwet's AC1",
}
GOOD, LEAST = 0.8, 0.667
ONE = "Every item has one answer, so nothing can be said about agreement."
GIVE_TWO = "To measure it, ask some items twice: overlap: {labels: 2} in asknext.yaml, or labels wanted for some items."
TODO = "Look at the ambiguous items together, and write down what decides; then look at who differs from the others."
SHOWN = 25


def agreement_section(studied: Studied) -> Section:
    """The coefficients with their intervals, who agrees with whom, and how many answers items have."""
    beyond = measured(studied) if studied.several else None
    if beyond is not None:
        return agreement_of_task(studied, beyond, _overlap(studied))
    twice = several_answers(studied, 1).total
    numbers: dict[str, Any] = {"answered_twice": twice}
    if twice < 2 or studied.several:
        return Section(NAME, TITLE, UNKNOWN, ONE, GIVE_TWO, SOURCE, numbers, charts=(_overlap(studied),))
    found = agreement(studied.votes, seed=studied.config.seed)
    numbers |= {
        name: {"value": _plain(e.value), "low": _plain(e.low), "high": _plain(e.high)} for name, e in found.items()
    }
    alpha = found["krippendorff"]
    level = UNKNOWN if np.isnan(alpha.value) else FINE if alpha.low >= GOOD else ACT if alpha.high < LEAST else LOOK
    rows = tuple((TITLES[name], _plain(e.value), _plain(e.low), _plain(e.high)) for name, e in found.items())
    table = Table("Agreement beyond chance", ("measure", "value", "low", "high"), rows)
    tables = (table, class_table(studied.votes, studied.names))
    sentence = (
        f"Krippendorff's alpha is {alpha.value:.2f} (95 % {alpha.low:.2f} to {alpha.high:.2f}) over "
        f"{count_of(numbers['answered_twice'], 'item')} with several answers: {_word(alpha.value)}."
    )
    charts = (_overlap(studied), *_pairs(studied))
    return Section(NAME, TITLE, level, sentence, TODO if level in (ACT, LOOK) else "", SOURCE, numbers, tables, charts)


def _overlap(studied: Studied) -> dict[str, Any]:
    counts = np.bincount(np.bincount(answers_given(studied)[0], minlength=len(studied.items)))
    names = [count_of(number, "answer") for number in range(1, len(counts))]
    return bars("Items by number of answers", names, [int(each) for each in counts[1:]])


def _pairs(studied: Studied) -> list[dict[str, Any]]:
    """Kappa of every pair of the busiest annotators."""
    found = pairwise_agreement(studied.votes)
    busiest = np.argsort(-studied.votes.per_annotator(), kind="stable")[:SHOWN]
    names = [studied.annotators[who] for who in busiest]
    if len(names) < 2:
        return []
    values = [[_plain(found.kappa[one, other]) if one != other else None for other in busiest] for one in busiest]
    title = "Cohen's kappa of every two annotators"
    return [matrix(title, names, names, values, row_label="annotator", column_label="annotator")]  # type: ignore[arg-type]


def _word(alpha: float) -> str:
    if np.isnan(alpha):
        return "undefined, as all answers are one class"
    return (
        "good" if alpha >= GOOD else "enough for tentative conclusions" if alpha >= LEAST else "too little to rely on"
    )


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 6)
