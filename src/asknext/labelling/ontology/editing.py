"""`preview` and `perform`: a change of the classes, shown first and then stored whole with its record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from asknext.errors import AsknextError
from asknext.labelling.ontology.impact import impact_of, refuse_loss
from asknext.labelling.ontology.plan import IDS, LINKS, Plan, planned
from asknext.labelling.ontology.rederiving import begin_rederiving
from asknext.labelling.ontology.sorting import Sorting, sorted_counts
from asknext.project.ontology import Ontology
from asknext.project.ontology.difference import differences, meanings_changed
from asknext.project.ontology.reading import read_ontology, recorded_ontology
from asknext.store.classes import put_classes
from asknext.store.ontology import add_version, mark_undone, newest_version, version_row
from asknext.store.settings import get_setting, set_setting

__all__ = ["Performed", "perform", "preview", "record_as_found"]


@dataclass(frozen=True)
class Performed:
    """What was stored; ``job`` brings labels in line, None where none is touched."""

    ontology: Ontology
    version: int
    job: int | None


def preview(conn: Connection, change: Mapping[str, Any], now: float) -> dict[str, Any]:
    """What `perform` would do, as JSON values (see `impact_of`).

    ``refusal`` says why it would refuse, or is None; ``sorted`` how many labels a split's rules give to which class.
    """
    plan = planned(conn, change, now)
    try:
        refuse_loss(conn, plan)
        refusal = None
    except AsknextError as error:
        refusal = str(error)
    sorting = _sorting(plan)
    counts = None if sorting is None else sorted_counts(conn, sorting, plan.after)
    return {**impact_of(conn, plan), "refusal": refusal, "sorted": counts}


def perform(conn: Connection, change: Mapping[str, Any], *, annotator: str, now: float) -> Performed:
    """Store a change as a new version, and begin to bring labels in line.

    Raises
    ------
    InputError, UnknownName, DataError : it cannot be done; nothing was stored.
    """
    record_as_found(conn, now)
    plan = planned(conn, change, now)
    refuse_loss(conn, plan)
    put_classes(conn, plan.after.classes)
    version = add_version(conn, at=now, annotator=annotator, change=_record(plan), tree=_tree(plan.after))
    set_setting(conn, IDS, plan.ids.last)
    if plan.uid is not None:
        set_setting(conn, LINKS, {**get_setting(conn, LINKS, {}), plan.uid: plan.links})
    if plan.undoes is not None:
        _note_undone(conn, plan.undoes, version)
    touched = meanings_changed(plan.before, plan.after)
    job = begin_rederiving(conn, touched, _sorting(plan), by=annotator, at=now, version=version)
    return Performed(read_ontology(conn), version, job)


def record_as_found(conn: Connection, now: float) -> int:
    """Make the classes as they are a version where they are none yet, as after an import that found new ones."""
    here, newest = read_ontology(conn), newest_version(conn)
    if newest and not differences(recorded_ontology(conn, newest), here):
        return newest
    change = {"do": "found" if newest else "start"}
    return add_version(conn, at=now, annotator="asknext", change=change, tree=_tree(here))


def _sorting(plan: Plan) -> Sorting | None:
    """How the labels of a class that is split are given to the new ones."""
    if plan.change["do"] != "split":
        return None
    return Sorting.of(plan.change["class"], plan.change.get("rules") or (), plan.after)


def _record(plan: Plan) -> dict[str, Any]:
    did = [each.as_json() for each in differences(plan.before, plan.after)]
    return {**{name: value for name, value in plan.change.items() if name != "rules"}, "did": did}


def _tree(ontology: Ontology) -> list[dict[str, Any]]:
    return [each.as_json() for each in ontology.classes]


def _note_undone(conn: Connection, undone: int, by: int) -> None:
    """Mark a version as taken back; where it had taken back another one, that one holds again."""
    mark_undone(conn, undone, by)
    row = version_row(conn, undone)
    change = {} if row is None else json.loads(row.change)
    if change.get("do") == "undo":
        mark_undone(conn, int(change["version"]), None)
