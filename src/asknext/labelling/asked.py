"""Whether somebody was asked about an item that they answer, and what becomes of an answer that nobody asked for."""

from __future__ import annotations

from typing import Any

from asknext.errors import InputError
from asknext.labelling.action import ITEMS, LIST, Action
from asknext.labelling.doer import Doer
from asknext.labelling.qualification import test_state
from asknext.project.team_config import Qualification
from asknext.store.events import has_answered
from asknext.store.leases import Lease, leases_on

__all__ = ["was_asked"]


def was_asked(doer: Doer, rules: Qualification, action: Action, row: Any, held: Lease | None) -> bool:
    """Whether the item was handed out to whoever answers it, now or earlier.

    An annotator answers what the queue gives them: whose turn it is, their skills and their test would be nothing if
    they could answer any item by its number. An answer to what they do not hold any more may have been typed off-line
    hours ago, when leases are long forgotten: it is kept, and does not count.

    Raises
    ------
    InputError : they were not asked, and cannot have been before they pass their test.
    """
    free = doer.machine or doer.may(ITEMS) or doer.may(LIST)
    if free or action.kind not in ("label", "skip") or row.gold is not None or held is not None:
        return True
    if has_answered(doer.conn, row.pos, doer.annotator) or _holds(doer, row.pos):
        return True
    if rules.items and not test_state(doer.conn, rules, doer.annotator).passed:
        raise InputError("Real work begins once the test is passed; this item was not handed out to you.")
    return False


def _holds(doer: Doer, which: int) -> bool:
    """Whether another page of theirs has the item, or had it."""
    return any(each.annotator == doer.annotator for each in leases_on(doer.conn, [which]).get(which, []))
