"""Labels brought in line with changed classes, a few hundred at a time, so that nobody who labels has to wait."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.ontology.sorting import Sorting
from asknext.project.ontology import Ontology
from asknext.project.ontology.reading import read_ontology
from asknext.store.events import append_event, known_uids
from asknext.store.jobs import add_job, change_job, job_row, unfinished_jobs
from asknext.store.label_value import annotations_in, classes_in, decoded_value, encoded_value
from asknext.store.ontology import count_answered, items_answered, labelled_with

__all__ = ["KIND", "Settle", "begin_rederiving", "rederive_some", "unfinished"]

KIND = "ontology"
CHUNK = 300

Settle = Callable[[Connection, int], object]
"""Brings one item in line with its events."""


@dataclass(frozen=True)
class _Task:
    """What a job's result says: which answers are touched, from where to go on, and what a split gives to whom."""

    classes: Sequence[str]
    after: int
    version: int
    sorting: Sorting | None

    @classmethod
    def of(cls, result: Mapping[str, Any]) -> _Task:
        sorting = result.get("sorting")
        made = None if sorting is None else Sorting(sorting["whole"], tuple(sorting["rules"]))
        return cls(result["classes"], result["after"], result["version"], made)


def begin_rederiving(
    conn: Connection, classes: Sequence[str], sorting: Sorting | None, *, by: str, at: float, version: int
) -> int | None:
    """Note that the items are to be brought in line whose answers ever named one of ``classes``; the job's number."""
    touched = sorted({*classes, *([sorting.whole] if sorting else [])})
    total = count_answered(conn, touched) if touched else 0
    if not total:
        return None
    sorted_by = None if sorting is None else {"whole": sorting.whole, "rules": [dict(each) for each in sorting.rules]}
    result = {"classes": touched, "after": -1, "version": version, "sorting": sorted_by}
    return add_job(conn, KIND, by=by, at=at, total=total, result=result)


def unfinished(conn: Connection) -> list[int]:
    """Jobs that are not done, as after a server was killed; oldest first."""
    return [row.id for row in unfinished_jobs(conn, KIND)]


def rederive_some(conn: Connection, job: int, settle: Settle) -> bool:
    """The next items of a job, in the transaction of ``conn``; whether there are more.

    Doing the same items again changes nothing, so a job that was cut off goes on where its last transaction ended.
    """
    row = job_row(conn, job)
    if row is None or row.status != "running":
        return False
    result = json.loads(row.result)
    task = _Task.of(result)
    items = items_answered(conn, task.classes, task.after, CHUNK)
    if task.sorting is not None:
        _sort(conn, task, task.sorting, items, row)
    for each in items:
        settle(conn, each)
    more = len(items) == CHUNK
    last = items[-1] if items else task.after
    status = "running" if more else "done"
    change_job(conn, job, done=row.done + len(items), status=status, result={**result, "after": last})
    return more


def _sort(conn: Connection, task: _Task, sorting: Sorting, items: Sequence[int], row: Any) -> None:
    """Give the labels of a split class to the new ones, each by an event of whoever split it."""
    ontology = read_ontology(conn)
    for each in labelled_with(conn, sorting.whole, items):
        target = sorting.target(each)
        uid = f"ontology-{row.id}-{each.pos}"
        if target is not None and not known_uids(conn, [uid]):
            value = _given(ontology, each.value, sorting.whole, target)
            _decide(conn, uid, each.pos, value, task.version, row)


def _given(ontology: Ontology, value: str, whole: str, target: str) -> str:
    """The label with ``target`` in place of ``whole``."""
    annotations = annotations_in(decoded_value(value))
    if annotations is not None:
        told = [{**each, "class": target} if each.get("class") == whole else each for each in annotations]
        return json.dumps({"annotations": told})
    wanted = {target if each == whole else each for each in classes_in(decoded_value(value))}
    return encoded_value([each.id for each in ontology.classes if each.id in wanted])


def _decide(conn: Connection, uid: str, item: int, value: str, version: int, row: Any) -> None:
    append_event(
        conn,
        uid=uid,
        at=row.at,
        annotator=row.by,
        session=KIND,
        item=item,
        kind="correct",
        value=value,
        stream="list",
        reason=f"A class was split (version {version} of the classes).",
        ontology=version,
    )
