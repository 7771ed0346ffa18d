"""Taking a bulk operation back: each of its events is withdrawn, and what it set is set as it was before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row

from asknext.errors import InputError
from asknext.labelling.bulk_changes import CHANGES, change
from asknext.labelling.policy import Policy
from asknext.labelling.priorities import set_on_items
from asknext.labelling.server_uid import BULK_UID
from asknext.labelling.work import Work
from asknext.store.browse import item_rows
from asknext.store.bulk_events import events_of_session, settings_given
from asknext.store.jobs import job_row
from asknext.store.leases import release_leases

__all__ = ["UNDO", "taken_back", "undoable_job"]

UNDO = "undo"
_BEFORE_ANY = {"priority": 0.0, "wanted": None, "skill": None, "assigned": None}
_SINCE = "It was changed again since, and stays as it is now."


def undoable_job(conn: Connection, number: Any) -> Row[Any]:
    """The bulk operation with this number.

    Raises
    ------
    InputError : there is none, it is still at work, is an undo itself, or its events cannot be told any more.
    """
    row = job_row(conn, number) if isinstance(number, int) and not isinstance(number, bool) else None
    kept = {} if row is None else json.loads(row.result or "{}")
    if row is None or "action" not in kept or "secret" not in kept:
        raise InputError(f"There is no bulk operation {number!r} that could be taken back.")
    if kept["action"] == UNDO:
        raise InputError("An undo cannot be undone; do what it took back once more.")
    if row.status == "running":
        raise InputError("It is still at work: stop it first, then take back what it did.")
    return row


def taken_back(
    conn: Connection, work: Work, policy: Policy, kept: dict[str, Any], name: str, *, by: str, now: float, limit: int
) -> tuple[int, list[dict[str, Any]]]:
    """Take back the next ``limit`` events; how many there were, and which could not be. ``kept`` notes how far it is.

    ``name`` : the session of the undo, which stands with its own events.
    """
    row = undoable_job(conn, kept["value"])
    done = json.loads(row.result)
    events = events_of_session(conn, f"{BULK_UID}{row.id}-{done['secret']}", kept["after"], limit)
    if not events:
        return 0, []
    kept["after"] = events[-1].seq
    if done["action"] in CHANGES:
        return len(events), _set_back(conn, policy, done["action"], name, events, by=by, now=now)
    return len(events), _withdrawn(conn, work, name, events, by=by)


def _withdrawn(conn: Connection, work: Work, name: str, events: Sequence[Any], *, by: str) -> list[dict[str, Any]]:
    actions = [{"uid": f"{name}-{each.item}", "kind": "undo", "target": each.uid} for each in events]
    outcomes = work.do(conn, name, by, actions)
    # what comes back to whoever takes back is for everybody, not for the session of this work
    release_leases(conn, name, [each.item for each in events])
    refused = [(each, one) for each, one in zip(events, outcomes, strict=True) if one.status == "refused"]
    return [{"item": each.item, "message": one.message} for each, one in refused]


def _set_back(
    conn: Connection, policy: Policy, action: str, name: str, events: Sequence[Any], *, by: str, now: float
) -> list[dict[str, Any]]:
    what = CHANGES[action]
    given = settings_given(conn, [each.item for each in events])
    ids = {each.pos: each.id for each in item_rows(conn, list(given)).values()}
    problems = []
    for each in events:
        told = [(row.seq, json.loads(row.value)) for row in given[each.item]]
        mine = [(seq, value) for seq, value in told if what in value]
        if mine[-1][1][what] != json.loads(each.value)[what]:
            problems.append({"item": each.item, "message": _SINCE})
            continue
        before = _last(mine, what, each.seq)
        if what == "assigned":
            change(conn, policy, name, action, before, [each.item], by=by, now=now)
        else:
            set_on_items(conn, policy, [ids[each.item]], {what: before}, by=by, now=now, session=name)
    return problems


def _last(told: Sequence[tuple[int, Mapping[str, Any]]], what: str, seq: int) -> Any:
    """What was set last before ``seq``."""
    return next((value[what] for at, value in reversed(told) if at < seq), _BEFORE_ANY[what])
