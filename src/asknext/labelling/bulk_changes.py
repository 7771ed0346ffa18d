"""What a bulk operation may set on items: priority, answers wanted, skill needed, who is to answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.action import LONGEST_NAME, checked_text
from asknext.labelling.doer import Doer
from asknext.labelling.policy import Policy
from asknext.labelling.priorities import check_values, set_on_items
from asknext.labelling.settle import settle
from asknext.store.browse import item_rows
from asknext.store.events import append_event, known_uids, target_item
from asknext.store.queue_marker import mark_queue

__all__ = ["CHANGES", "change", "check_change"]

ASSIGN = "assign"
CHANGES = {"prioritise": "priority", "want": "wanted", "need_skill": "skill", ASSIGN: "assigned"}


def check_change(action: str, value: Any) -> None:
    """Refuse a value that could not be set.

    Raises
    ------
    InputError : it cannot be; the message says what can.
    """
    if action != ASSIGN:
        check_values({CHANGES[action]: value})
    elif value is not None:
        checked_text(value, "An annotator's name", LONGEST_NAME)


def change(
    conn: Connection, policy: Policy, job: str, action: str, value: Any, items: Sequence[int], *, by: str, now: float
) -> None:
    """Set ``value`` on ``items``, each with an event; what is so already has none."""
    if action == ASSIGN:
        _assign(conn, policy, job, value, items, by=by, now=now)
        return
    ids = [each.id for each in item_rows(conn, items).values()]
    set_on_items(conn, policy, ids, {CHANGES[action]: value}, by=by, now=now, session=job)


def _assign(
    conn: Connection, policy: Policy, job: str, name: str | None, items: Sequence[int], *, by: str, now: float
) -> None:
    uids = {f"{job}-{each}": each for each in items}
    known, doer = known_uids(conn, list(uids)), Doer(conn, job, by, policy)
    for uid, each in uids.items():
        row = target_item(conn, each)
        if uid in known or row is None or row.copy_of is not None:
            continue
        common = {"uid": uid, "at": now, "annotator": by, "session": job, "item": each}
        append_event(conn, **common, kind="prioritise", value=json.dumps({"assigned": name}), stream="prioritise")
        settle(conn, row, doer.rules(row.wanted))
    mark_queue(conn)
