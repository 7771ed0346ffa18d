"""What a bulk operation may set on items: priority, answers wanted, skill needed, who is to answer."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from asknext.errors import InputError
from asknext.labelling.action import LONGEST_NAME, checked_text
from asknext.labelling.doer import Doer
from asknext.labelling.policy import Policy
from asknext.labelling.settle import settle
from asknext.store.events import append_event, known_uids, target_item
from asknext.store.item_changes import change_items
from asknext.store.queue_marker import mark_queue

__all__ = ["CHANGES", "change", "checked_change"]

CHANGES = {"prioritise": "priority", "want": "wanted", "need_skill": "skill", "assign": "assigned"}
MOST_WANTED = 100


def checked_change(action: str, value: Any) -> Any:
    """``value`` as it is stored.

    Raises
    ------
    InputError : it cannot be; the message says what can.
    """
    if action == "prioritise":
        if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
            raise InputError("A priority is a number; 0 is that of all items that have none.")
        return float(value)
    if value is None:
        return None
    if action == "want":
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_WANTED:
            raise InputError(f"The answers wanted are 1 to {MOST_WANTED}, or nothing for the project's own number.")
        return value
    return checked_text(value, "A skill" if action == "need_skill" else "An annotator's name", LONGEST_NAME)


def change(
    conn: Connection, policy: Policy, job: str, action: str, value: Any, items: Sequence[int], *, by: str, now: float
) -> None:
    """Set ``value`` on ``items``, each with an event, and bring those whose state follows from it in line."""
    checked = checked_change(action, value)
    uids = {f"{job}-{each}": each for each in items}
    known = known_uids(conn, list(uids))
    change_items(conn, items, CHANGES[action], checked)
    text = json.dumps({CHANGES[action]: checked})
    for uid, each in uids.items():
        if uid not in known:
            common = {"uid": uid, "at": now, "annotator": by, "session": job, "item": each}
            append_event(conn, **common, kind="prioritise", value=text, stream="list", strategy=None)
    if action == "want":
        _settle(conn, policy, job, by, items)
    mark_queue(conn)


def _settle(conn: Connection, policy: Policy, job: str, by: str, items: Sequence[int]) -> None:
    doer = Doer(conn, job, by, policy)
    for each in items:
        row = target_item(conn, each)
        if row is not None and row.copy_of is None:
            settle(conn, row, doer.rules(row.wanted))
