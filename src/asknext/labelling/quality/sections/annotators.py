"""How good each annotator is: on gold, beside the others, how fast, and getting better or worse."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.labelling.quality.alerts import alerts_of
from asknext.labelling.quality.annotated_numbers import annotated_numbers
from asknext.labelling.quality.annotator_numbers import AnnotatorNumbers, annotator_numbers
from asknext.labelling.quality.section import ACT, FINE, UNKNOWN, Section, Table, bars, count_of
from asknext.labelling.quality.studied import Studied

__all__ = ["annotators_section"]

NAME, TITLE = "annotators", "Annotators"
SOURCE = "Accuracy with Jeffreys' interval (1946), Cohen's kappa (1960), Fisher's exact test (1922) for the trend."
TODO = "Talk to those named; give them gold items with answers to learn from, and let their items be answered twice."
NO_GOLD = "There are no gold items: mark some as gold, with their right answer, and set gold: {rate: 0.05}."
SHOWN = 40
HEADS = (
    *("annotator", "answers", "on gold", "accuracy on gold", "95 % interval", "kappa on gold"),
    *("right by the others", "95 % interval ", "seconds", "trend", "alerts"),
)
AGREES = {
    "accuracy on gold": "agrees with gold",
    "right by the others": "agrees with the others",
}


def annotators_section(studied: Studied) -> Section:
    """A row for each annotator, and alerts where a number is too low beyond doubt."""
    if len(studied.votes) == 0 and not (studied.answers and studied.answers.values):
        return Section(NAME, TITLE, UNKNOWN, "Nobody has answered yet.", source=SOURCE)
    annotated = studied.answers is not None
    found = annotated_numbers(studied) if annotated else annotator_numbers(studied)
    alerts = alerts_of(studied.config.gold, studied.annotators, found)
    order = np.argsort(-found.answers, kind="stable")
    rows = tuple(_row(studied, found, alerts, int(who)) for who in order)
    people = [_as_json(studied, found, alerts, int(who)) for who in order]
    known = int((found.gold_answers >= studied.config.gold.least).sum())
    bad = [name for name, said in alerts.items() if said]
    compared = int((~np.isnan(found.others.value)).sum())
    level = ACT if bad else FINE if known or compared else UNKNOWN
    sentence = _sentence(len(studied.annotators), known, compared, bad, studied.config.gold.least)
    return Section(
        NAME,
        TITLE,
        level,
        sentence,
        TODO if bad else "" if known else NO_GOLD,
        SOURCE,
        {"annotators": people},
        (Table("Annotators", tuple(AGREES.get(head, head) for head in HEADS) if annotated else HEADS, rows),),
        _charts(studied, found, order[:SHOWN]),
    )


def _row(studied: Studied, found: AnnotatorNumbers, alerts: dict[str, list[str]], who: int) -> tuple[Any, ...]:
    name = studied.annotators[who]
    return (
        f"{name} (machine)" if studied.machines[who] else name,
        int(found.answers[who]),
        int(found.gold_answers[who]),
        _plain(found.gold.value[who]),
        _interval(found.gold, who),
        _plain(found.kappa[who]),
        _plain(found.others.value[who]),
        _interval(found.others, who),
        _plain(found.seconds[who], 1),
        found.trend_word(who),
        " ".join(alerts[name]),
    )


def _as_json(studied: Studied, found: AnnotatorNumbers, alerts: dict[str, list[str]], who: int) -> dict[str, Any]:
    name = studied.annotators[who]
    numbers = found.as_json(who)
    return {"name": name, "machine": bool(studied.machines[who]), **numbers, "alerts": alerts[name]}


def _charts(studied: Studied, found: AnnotatorNumbers, order: npt.NDArray[np.int64]) -> tuple[dict[str, Any], ...]:
    values = np.where(np.isnan(found.gold.value), found.others.value, found.gold.value)
    known = [int(who) for who in order if not np.isnan(values[who])]
    if not known:
        return ()
    wanted: list[float | None] = [studied.config.gold.accuracy] * len(known)
    names = [studied.annotators[who] for who in known]
    title = "How often each is right: on gold, else beside the others"
    return (bars(title, names, [round(float(values[who]), 4) for who in known], wanted),)


def _interval(shares: Any, who: int) -> str | None:
    if np.isnan(shares.value[who]):
        return None
    return f"{shares.low[who]:.2f} to {shares.high[who]:.2f}"


def _plain(value: float, digits: int = 4) -> float | None:
    return None if np.isnan(value) else round(float(value), digits)


def _sentence(number: int, known: int, compared: int, bad: list[str], least: int) -> str:
    start = f"{count_of(number, 'annotator')}"
    if bad:
        return f"{start}; {', '.join(bad[:5])}{' and others' if len(bad) > 5 else ''} need a look."
    if known:
        return f"{start}; the {known:,} with {least} gold answers or more show nothing wrong beyond doubt."
    if compared:
        return f"{start}, and no gold answers; beside the others nobody stands out beyond doubt."
    return f"{start}, no gold answers and no item with several answers: nothing can be said about anybody."
