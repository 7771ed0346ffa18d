"""Gold items by their ids, and how people do on them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from asknext.errors import DataError
from asknext.labelling.qualification import is_right
from asknext.labelling.queue import Queue
from asknext.labelling.work import Work
from asknext.measures.agreement import cohen_kappa
from asknext.project.folder import Project
from asknext.project.team_config import Gold
from asknext.store.items import items_by_id
from asknext.store.label_value import classes_in, decoded_value
from asknext.store.votes import gold_answers

__all__ = ["GoldScore", "gold_scores", "make_gold"]


@dataclass(frozen=True)
class GoldScore:
    """How one annotator does on gold items.

    Attributes
    ----------
    answers : how many they gave. accuracy : the share that is right. kappa : Cohen's, against the gold answers; None
    where it is not defined, and where items have several classes. enough : whether both reach what is wanted; None
    while there are too few answers to tell.
    """

    annotator: str
    answers: int
    accuracy: float
    kappa: float | None
    enough: bool | None


def gold_scores(conn: Connection, wanted: Gold, annotator: str | None = None) -> list[GoldScore]:
    """The score of each annotator who answered gold items, by name; or of one."""
    by: dict[str, list[tuple[str, str]]] = {}
    for each in gold_answers(conn, annotator):
        by.setdefault(each.annotator, []).append((each.value, each.gold))
    return [_score(name, by[name], wanted) for name in sorted(by)]


def make_gold(project: Project, answers: Mapping[str, Sequence[str]], *, by: str) -> int:
    """Make items gold by their ids; gives how many.

    Parameters
    ----------
    answers : item id -> class names. by : whoever does it.

    Raises
    ------
    DataError : an id is no item's, or a class is none; nothing is stored.
    """
    ids_of = {each.name: each.id for each in project.classes}
    queue = Queue(project)
    work = Work(queue, multilabel=project.config.multilabel)
    with project.database.write() as conn:
        known = items_by_id(conn, list(answers))
        missing = [name for name in answers if name not in known]
        if missing:
            raise DataError(f"No item has the id {missing[0]!r}; nothing was stored.")
        given = [
            {"uid": f"gold-{uuid.uuid4().hex}", "kind": "gold", "item": known[name].first, "value": _ids(ids_of, names)}
            for name, names in answers.items()
        ]
        refused = [each.message for each in work.do(conn, "gold", by, given) if each.status == "refused"]
        if refused:
            raise DataError(f"{refused[0]} Nothing was stored.")
    return len(given)


def _ids(ids_of: Mapping[str, str], names: Sequence[str]) -> list[str]:
    return [ids_of.get(name, name) for name in names]


def _score(annotator: str, answers: Sequence[tuple[str, str]], wanted: Gold) -> GoldScore:
    accuracy = sum(is_right(value, gold) for value, gold in answers) / len(answers)
    kappa = _kappa(answers)
    good = accuracy >= wanted.accuracy and (kappa is None or kappa >= wanted.kappa)
    return GoldScore(annotator, len(answers), accuracy, kappa, good if len(answers) >= wanted.least else None)


def _kappa(answers: Sequence[tuple[str, str]]) -> float | None:
    pairs = [tuple(json.dumps(sorted(classes_in(decoded_value(each)))) for each in pair) for pair in answers]
    names = sorted({each for pair in pairs for each in pair})
    codes = np.array([[names.index(each) for each in pair] for pair in pairs])
    found = cohen_kappa(codes[:, 0], codes[:, 1])
    return None if found is None or np.isnan(found) else float(found)
