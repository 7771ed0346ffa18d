"""`item_columns`: state, label, guess, score, round and annotator of every item, as numbers with their names beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from asknext.labelling.ranking import Ranking
from asknext.project.ontology import Ontology
from asknext.store.browse import STATES
from asknext.store.label_value import classes_in, decoded_value
from asknext.store.pool_marks import (
    CONTROL_MARK,
    COPY_MARK,
    FLAGGED_MARK,
    STATE_MARKS,
    copies,
    item_marks,
    label_marks,
)
from asknext.store.schema import LABELLED, OPEN

__all__ = ["ItemColumns", "item_columns"]

STATE_NAMES = [name for name, _ in sorted(STATES.items(), key=lambda each: each[1])]
NONE, HIGHEST = 0, 65_535
_Codes = npt.NDArray[np.uint16]


@dataclass(frozen=True)
class ItemColumns:
    """One number an item and column, (n,) each.

    Attributes
    ----------
    state : uint8, an index into ``states``. marks : uint8, 1 flagged, 2 of the control reserve, 4 a copy.
    label, guess : uint16, 0 for none, else 1 + index into ``classes``; then ``several`` and ``nothing``.
    score, sureness : uint16, 0 for none, else from 1 for ``low`` to 65,535 for ``high`` of ``ranges``.
    round, annotator : uint16, 0 for none, else 1 + index into ``rounds`` and ``annotators``.
    """

    state: npt.NDArray[np.uint8]
    marks: npt.NDArray[np.uint8]
    label: _Codes
    guess: _Codes
    score: _Codes
    sureness: _Codes
    round: _Codes
    annotator: _Codes
    about: dict[str, Any]

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """All of them by name."""
        names = ("state", "marks", "label", "guess", "score", "sureness", "round", "annotator")
        return {name: getattr(self, name) for name in names}


def item_columns(conn: Connection, ontology: Ontology, ranking: Ranking | None) -> ItemColumns:
    """What is known of all items now. The guess for an item that measures the model is told once it is answered."""
    found = item_marks(conn)
    n = len(found)
    classes = [each for each in ontology.choosable if each.id]
    codes = {each.id: 1 + at for at, each in enumerate(classes)}
    label, annotator, round_, names, rounds = _labels(conn, n, _coder(ontology, codes))
    state = (found & STATE_MARKS).astype(np.uint8)
    state[(state == OPEN) & (label > 0)] = LABELLED
    score, scores = _scores(ranking, n)
    hidden = (found & CONTROL_MARK > 0) & (label == NONE)
    guess, sureness = _guesses(ranking, n, ontology, codes)
    guess[hidden], sureness[hidden] = NONE, NONE
    marks = (found & FLAGGED_MARK > 0) * 1 + (found & CONTROL_MARK > 0) * 2 + (found & COPY_MARK > 0) * 4
    about = {
        "n": n,
        "states": STATE_NAMES,
        "classes": [{"id": each.id, "name": each.name} for each in classes],
        "several": len(classes) + 1,
        "nothing": len(classes) + 2,
        "annotators": names,
        "rounds": rounds,
        "ranges": {"score": scores, "sureness": [0.0, 1.0]},
    }
    return ItemColumns(state, marks.astype(np.uint8), label, guess, score, sureness, round_, annotator, about)


def _coder(ontology: Ontology, codes: dict[str, int]) -> Callable[[str], int]:
    """The code of a label as it is stored, in the classes as they are now."""
    several, nothing = len(codes) + 1, len(codes) + 2

    @cache
    def code(text: str) -> int:
        means = [ontology.meaning_of(each) for each in classes_in(decoded_value(text))]
        now = {codes[each] for each in means if each in codes}
        if len(now) == 1:
            return now.pop()
        return several if now else NONE if means else nothing

    return code


def _labels(
    conn: Connection, n: int, code: Callable[[str], int]
) -> tuple[_Codes, _Codes, _Codes, list[str], list[int]]:
    label, annotator, round_ = (np.zeros(n, dtype=np.uint16) for _ in range(3))
    names: dict[str, int] = {}
    rounds: dict[int, int] = {}
    for at, value, who, version in label_marks(conn):
        label[at] = code(value)
        annotator[at] = min(names.setdefault(who, 1 + len(names)), HIGHEST)
        if version is not None:
            round_[at] = min(rounds.setdefault(version, 1 + len(rounds)), HIGHEST)
    for at, first in copies(conn):
        label[at], annotator[at], round_[at] = label[first], annotator[first], round_[first]
    return label, annotator, round_, list(names), list(rounds)


def _scores(ranking: Ranking | None, n: int) -> tuple[_Codes, list[float]]:
    """The scores between their 1st and 99th percentile, so that a few far ones do not take all the colours."""
    found: _Codes = np.zeros(n, dtype=np.uint16)
    if ranking is None:
        return found, [0.0, 1.0]
    order, scores = np.asarray(ranking.order), np.asarray(ranking.scores)
    known = (order < n) & np.isfinite(scores)
    order, scores = order[known], scores[known]
    if not len(scores):
        return found, [0.0, 1.0]
    low, high = (float(each) for each in np.percentile(scores, [1, 99]))
    found[order] = _scaled(scores, low, high)
    return found, [low, high]


def _scaled(values: npt.NDArray[Any], low: float, high: float) -> _Codes:
    share = (values - low) / (high - low) if high > low else np.full(len(values), 0.5)
    return np.asarray(1 + np.rint(np.clip(share, 0, 1) * (HIGHEST - 1)), dtype=np.uint16)


def _guesses(ranking: Ranking | None, n: int, ontology: Ontology, codes: dict[str, int]) -> tuple[_Codes, _Codes]:
    guess, sureness = np.zeros(n, dtype=np.uint16), np.zeros(n, dtype=np.uint16)
    if ranking is None or ranking.guesses is None:
        return guess, sureness
    rows = np.asarray(ranking.guesses)[:n]
    means = [codes.get(ontology.meaning_of(each) or "", NONE) for each in ranking.meta.get("classes", [])]
    table = np.array([*means, NONE], dtype=np.uint16)
    which = rows[:, 0].astype(np.int64)
    which[(which < 0) | (which >= len(means))] = len(means)
    guess[: len(rows)] = table[which]
    sureness[: len(rows)] = np.where(guess[: len(rows)] > 0, _scaled(rows[:, 1], 0.0, 1.0), NONE)
    return guess, sureness
