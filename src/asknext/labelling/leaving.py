"""Somebody leaves: what was given to them alone is anybody's again."""

from __future__ import annotations

import json
import secrets

from sqlalchemy import Connection

from asknext.labelling.doer import Doer
from asknext.labelling.policy import Policy
from asknext.labelling.replay import FREED
from asknext.labelling.server_uid import PRIORITY_UID
from asknext.labelling.settle import settle
from asknext.store.events import append_event, target_item
from asknext.store.leaseholders import items_given_to
from asknext.store.queue_marker import mark_queue

__all__ = ["give_up_items"]


def give_up_items(conn: Connection, policy: Policy, annotator: str, *, by: str, now: float) -> int:
    """Open what was assigned or given back to ``annotator`` for everybody; how many items that were.

    An item that a reviewer gave back stays one that is looked at again, whoever answers it.
    """
    given = items_given_to(conn, annotator)
    doer = Doer(conn, "leaving", by, policy)
    for which in given:
        row = target_item(conn, which)
        assert row is not None  # it was found just now
        common = {"at": now, "annotator": by, "session": "leaving", "item": which, "stream": "prioritise"}
        value = json.dumps({"assigned": None, FREED: annotator})
        append_event(conn, **common, uid=f"{PRIORITY_UID}{secrets.token_hex(12)}", kind="prioritise", value=value)
        settle(conn, row, doer.rules(row.wanted))
    if given:
        mark_queue(conn)
    return len(given)
