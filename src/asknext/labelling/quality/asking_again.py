"""`ask_again`: labelled items that are worth another answer more than any new one, asked for at a set rate."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.labelling.policy import Policy
from asknext.labelling.priorities import prioritise
from asknext.labelling.quality.least_sure import least_sure
from asknext.labelling.quality.read_project import studied
from asknext.labelling.quality.sections.reasking import worth_of_another
from asknext.labelling.quality.studied import Studied
from asknext.project.folder import Project
from asknext.store.counts import count_answers_since, count_labels
from asknext.store.events import last_event
from asknext.store.quality_rows import ASKER
from asknext.store.settings import get_setting, set_setting

__all__ = ["ask_again"]

KEY = "asked_again_event"
GIVEN = (None, "consensus", "vote")


def ask_again(project: Project) -> int:
    """Want one more answer for some labelled items, as often as ``reask: {rate}`` says; for how many.

    Of the answers since the last time, the rate says how many are asked again: those worth most (ActiveLab; Goh &
    Mueller 2023), and only as far as they are worth more than every new item. Labels that were fixed or imported,
    or are accepted as they are, are left alone; and nothing is asked again while one person works alone, who cannot
    give a second opinion. While it waits for its second answer an item has no label.
    """
    rate = project.config.reask.rate
    with project.database.read() as conn:
        since = count_answers_since(conn, get_setting(conn, KEY, 0)) if rate > 0 else 0
        number, event = int(rate * since), last_event(conn)
        labelled = count_labels(conn)
    if number < 1 or labelled == 0 or project.config.multilabel:
        return 0
    found = studied(project)
    rows = _rows(found, least_sure(project, found))[:number]
    with project.database.write() as conn:
        set_setting(conn, KEY, event)
    wanted = found.votes.per_item()[rows] + 1
    given = [{"id": found.ids[row], "wanted": int(more)} for row, more in zip(rows, wanted, strict=True)]
    if given:
        prioritise(_at_once(project), Policy.of(project.config), given, by=ASKER)
    return len(given)


def _rows(found: Studied, new: npt.NDArray[np.float64] | None) -> npt.NDArray[np.int64]:
    """Rows worth more than any new item, the most worth first; none where fewer than two people work."""
    worth = worth_of_another(found)
    people = np.unique(found.votes.annotators[~found.machines[found.votes.annotators]])
    if worth is None or len(people) < 2:
        return np.zeros(0, dtype=np.int64)
    bar = -1.0 if new is None else float(worth.of_new(new).max())
    mine = np.array([each in GIVEN for each in found.decided], dtype=bool)
    free = found.has_label & mine & ~found.settled & ~found.is_gold & (found.votes.per_item() < len(people))
    rows = np.flatnonzero(free & (worth.worth > bar))
    return rows[np.argsort(-worth.worth[rows], kind="stable")]


def _at_once(project: Project) -> Callable[[Callable[[Any], Any]], Future[Any]]:
    def write(work: Callable[[Any], Any]) -> Future[Any]:
        done: Future[Any] = Future()
        with project.database.write() as conn:
            result = work(conn)
        done.set_result(result)
        return done

    return write
