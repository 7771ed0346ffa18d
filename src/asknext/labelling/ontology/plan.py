"""`Plan`: a change thought through before anything is stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from asknext.errors import DataError, InputError
from asknext.project.ontology import Ontology
from asknext.project.ontology.applied import Told, applied
from asknext.project.ontology.difference import differences
from asknext.project.ontology.ids import Ids
from asknext.project.ontology.ontology_file import parse_ontology
from asknext.project.ontology.operations import changed
from asknext.project.ontology.reading import read_ontology, recorded_ontology
from asknext.project.ontology.undoing import undone
from asknext.store.ontology import newest_version, version_row
from asknext.store.settings import get_setting

__all__ = ["IDS", "LINKS", "UID", "Plan", "planned"]

UID, LINKS, IDS = "uid", "ontology_links", "ontology_ids"


@dataclass(frozen=True)
class Plan:
    """The classes before and after, and what else is to be stored with them.

    Attributes
    ----------
    change : as it was asked for, for the record. ids : the numbers given out.
    uid, links : of the file that was applied. undoes : the version that is taken back.
    """

    before: Ontology
    after: Ontology
    change: dict[str, Any]
    ids: Ids
    uid: str | None = None
    links: dict[str, str] = field(default_factory=dict)
    undoes: int | None = None


def planned(conn: Connection, change: Mapping[str, Any], now: float) -> Plan:
    """Think a change through.

    Parameters
    ----------
    change : ``do`` is one of `OPERATIONS`, or ``apply`` (``text``: an ontology.yaml; ``renamed``, ``merged``,
        ``requeued``), or ``undo`` (``version``).

    Raises
    ------
    InputError, UnknownName, DataError : it cannot be done; the message says why.
    """
    before = read_ontology(conn)
    ids = Ids(before.classes, get_setting(conn, IDS, {}))
    if change["do"] == "apply":
        plan = _apply(conn, before, change, ids, now)
    elif change["do"] == "undo":
        plan = _undo(conn, before, int(change["version"]), change, ids, now)
    else:
        plan = Plan(before, changed(before, change, ids, now), dict(change), ids)
    if not differences(before, plan.after):
        raise InputError("This would change nothing: the classes are like that already.")
    return plan


def _apply(conn: Connection, before: Ontology, change: Mapping[str, Any], ids: Ids, now: float) -> Plan:
    file = parse_ontology(change["text"], change.get("source", "ontology.yaml"))
    told = Told(change.get("renamed") or {}, change.get("merged") or {}, change.get("requeued") or ())
    links = _links(conn, before, file.uid)
    try:
        found = applied(before, file.classes, told, ids, now, links)
    except DataError as error:
        source = change.get("source", "ontology.yaml")
        raise DataError(error.reason, source=source, line=error.line, column=error.column) from None
    record = {name: value for name, value in change.items() if name != "text" and value}
    return Plan(before, found.ontology, record, ids, file.uid, {**(links or {}), **found.links})


def _links(conn: Connection, before: Ontology, uid: str | None) -> dict[str, str] | None:
    """Ids of the file -> ids here: a hand-written file and this project's own name the classes here."""
    if uid is None or uid == get_setting(conn, UID):
        return {each.id: each.id for each in before.classes}
    found: dict[str, dict[str, str]] = get_setting(conn, LINKS, {})
    return found.get(uid)


def _undo(conn: Connection, before: Ontology, version: int, change: Mapping[str, Any], ids: Ids, now: float) -> Plan:
    row = version_row(conn, version)
    if row is None:
        raise InputError(f"There is no version {version} of the classes; the newest one is {newest_version(conn)}.")
    if row.undone_by is not None:
        raise InputError(f"Version {version} was taken back already, by version {row.undone_by}.")
    if version_row(conn, version - 1) is None:
        raise InputError("The first version is how the classes were at the beginning; there is nothing to take back.")
    did = json.loads(row.change)
    after = undone(recorded_ontology(conn, version - 1), recorded_ontology(conn, version), before, did, now)
    return Plan(before, after, {**change, "undid": did.get("do")}, ids, undoes=version)
