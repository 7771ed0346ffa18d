"""Whether annotators agree where an answer is more than one class: sets, numbers, levels, choices, what is marked."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from asknext.labelling.quality.agreeing.measured import Measured, rounded
from asknext.labelling.quality.agreeing.people import Beside, beside_others
from asknext.labelling.quality.agreeing.several import several_answers
from asknext.labelling.quality.section import (
    ACT,
    FINE,
    LISTED,
    LOOK,
    UNKNOWN,
    Section,
    Table,
    bars,
    count_of,
    listed,
    matrix,
)
from asknext.labelling.quality.studied import Studied

__all__ = ["agreement_of_task"]

NAME, TITLE = "agreement", "Agreement"
TODO = (
    "Look at the items that people differ on most, side by side, and write down what decides; send back those that "
    "were answered in haste; then talk to whoever differs from the others."
)
SHOWN, LONGEST = 25, 400
HEADS = ("annotator", "items shared", "{with_others}", "95 % interval", "others among themselves", "")


def agreement_of_task(studied: Studied, found: Measured, overlap: dict[str, Any]) -> Section:
    """The coefficients with intervals, by class, each one beside the others, and the items people differ on most;
    ``overlap`` is a chart."""
    beside = beside_others(found, studied.config.seed)
    head, total = found.coefficients[0], several_answers(studied, 1).total
    level = _level(found)
    rows, items = _differing(studied, found)
    numbers: dict[str, Any] = {
        "answered_twice": total,
        "looked_at": len(found.rows),
        **{each.name: _estimate(each.found) for each in found.coefficients},
        "annotators": [_person(studied, beside, who) for who in np.flatnonzero(beside.shared).tolist()],
    }
    coefficients = tuple((each.title, *_estimate(each.found).values()) for each in found.coefficients)
    tables = (Table("Agreement", ("measure", "value", "low", "high"), coefficients), *found.tables)
    value = head.found
    sentence = (
        f"{head.title} is {value.value:.2f} (95 % {value.low:.2f} to {value.high:.2f}) over "
        f"{_of(len(found.rows), total)} with several answers: {_word(found)}. {found.looked}"
    )
    return Section(
        NAME,
        TITLE,
        level,
        sentence,
        TODO if level in (ACT, LOOK) else "",
        found.source,
        numbers,
        (*tables, _people(studied, found, beside)),
        (overlap, _spread(found), *_pairs(studied, found, beside)),
        tuple(items),
        len(rows),
    )


def _of(looked: int, total: int) -> str:
    return count_of(total, "item") if looked == total else f"{looked:,} items drawn from the {total:,}"


def _level(found: Measured) -> str:
    value = found.coefficients[0].found
    if np.isnan(value.value):
        return UNKNOWN
    return FINE if value.low >= found.good else ACT if value.high < found.poor else LOOK


def _word(found: Measured) -> str:
    value = found.coefficients[0].found.value
    if np.isnan(value):
        return "undefined"
    if value >= found.good:
        return "good"
    return "people differ" if value >= found.poor else "too little to rely on"


def _differing(studied: Studied, found: Measured) -> tuple[np.ndarray, list[dict[str, Any]]]:
    """Places of the items whose answers differ, those that differ most first, and the first of them as listed."""
    means = found.pairs.per_item()
    worst = means if found.agrees else -means
    free = ~studied.settled[found.rows] & ~studied.is_gold[found.rows]
    places = np.flatnonzero(free & (worst < (1 if found.agrees else 0)))
    places = places[np.argsort(worst[places], kind="stable")]
    said = found.words(studied.annotators)
    items = [
        listed(studied, int(found.rows[at]), _why(found, means[at], said[at]), sure=means[at])
        for at in places[:LISTED].tolist()
    ]
    return places, items


def _why(found: Measured, mean: float, said: str) -> str:
    head = f"Agreement {mean:.2f}." if found.agrees else f"{mean:.3g} {found.unit} apart.".replace("  ", " ")
    return f"{head} {said[:LONGEST]}"


def _person(studied: Studied, beside: Beside, who: int) -> dict[str, Any]:
    return {
        "name": studied.annotators[who],
        "shared": int(beside.shared[who]),
        "with_others": _estimate(beside.own[who]),
        "others": _estimate(beside.rest[who]),
        "differs": bool(beside.apart[who]),
    }


def _people(studied: Studied, found: Measured, beside: Beside) -> Table:
    own = np.array([each.value for each in beside.own])
    known = np.flatnonzero(beside.shared)
    order = known[np.argsort(own[known] if found.agrees else -own[known], kind="stable")].tolist()
    rows = tuple(
        (
            studied.annotators[who],
            int(beside.shared[who]),
            rounded(own[who]),
            f"{beside.own[who].low:.2f} to {beside.own[who].high:.2f}",
            rounded(beside.rest[who].value),
            "differs from the others beyond doubt" if beside.apart[who] else "",
        )
        for who in order
    )
    with_others = "agrees with the others" if found.agrees else f"apart from the others{_in(found.unit)}"
    return Table(
        "Each annotator beside the others", tuple(head.format(with_others=with_others) for head in HEADS), rows
    )


def _in(unit: str) -> str:
    return f" ({unit})" if unit else ""


def _spread(found: Measured) -> dict[str, Any]:
    means = found.pairs.per_item()
    shares, edges = np.histogram(means, bins=10, range=(0, 1) if found.agrees else None)
    names = [f"{low:.3g}-{high:.3g}" for low, high in pairwise(edges)]
    what = "agreement of their answers" if found.agrees else f"how far their answers are apart{_in(found.unit)}"
    return bars(f"Items by {what}", names, shares.tolist())


def _pairs(studied: Studied, found: Measured, beside: Beside) -> list[dict[str, Any]]:
    """Every two of the busiest annotators."""
    busiest = np.argsort(-beside.shared, kind="stable")[:SHOWN]
    busiest = busiest[beside.shared[busiest] > 0].tolist()
    between = found.pairs.between()
    names = [studied.annotators[who] for who in busiest]
    values = [[rounded(between[one, other]) for other in busiest] for one in busiest]
    title = "Agreement of every two annotators" if found.agrees else f"How far every two are apart{_in(found.unit)}"
    return [matrix(title, names, names, values, row_label="annotator", column_label="annotator")]  # type: ignore[arg-type]


def _estimate(found: Any) -> dict[str, float | None]:
    return {"value": rounded(found.value, 6), "low": rounded(found.low, 6), "high": rounded(found.high, 6)}
