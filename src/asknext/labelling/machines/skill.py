"""How often a machine is right, by what people and gold items say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.machines.keeping import annotator_of
from asknext.store.label_value import classes_in, decoded_value
from asknext.store.machine_rows import judged_answers

__all__ = ["skill_of"]


def skill_of(conn: Connection, name: str, sure: float | None) -> dict[str, Any]:
    """{measured, when_sure, beside_people}, each {n, right, accuracy, low, high} with a 95 % interval.

    ``measured`` is by gold items, the reserve drawn at random, and labels that were there before: nobody who gave them
    had seen the machine's answer. ``when_sure`` is the part of it above the confidence ``sure``. ``beside_people`` is
    by labels given afterwards, by people who may have followed it: it flatters.
    """
    rows = judged_answers(conn, annotator_of(name))
    fair = [each for each in rows if each.gold is not None or each.control or not each.seen]
    after = [each for each in rows if each.gold is None and not each.control and each.seen]
    certain = [each for each in fair if sure is not None and each.score is not None and each.score >= sure]
    return {"measured": _share(fair), "when_sure": _share(certain), "beside_people": _share(after)}


def _share(rows: Sequence[Any]) -> dict[str, Any]:
    from asknext.measures.intervals import wilson

    n, right = len(rows), sum(_said(each.value) == _said(each.gold or each.label) for each in rows)
    if n == 0:
        return {"n": 0, "right": 0, "accuracy": None, "low": None, "high": None}
    low, high = wilson(right, n)
    return {"n": n, "right": right, "accuracy": right / n, "low": float(low), "high": float(high)}


def _said(value: str) -> frozenset[str]:
    decoded = decoded_value(value)
    return frozenset(classes_in(decoded if decoded is not None else json.loads(value)))
