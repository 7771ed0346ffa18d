"""Whether an answer still changes the item, or came too late and is only kept; and whose answer it replaces."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from asknext.errors import InputError
from asknext.labelling.action import LIST, Action
from asknext.labelling.doer import Doer
from asknext.labelling.replay import FIXING
from asknext.labelling.stream import JUDGING
from asknext.store.events import current_label, replayable
from asknext.store.leases import Lease
from asknext.store.schema import DISPUTED, LABELLED, OPEN, REJECTED, REVIEW, SKIPPED
from asknext.store.votes import votes_on

__all__ = ["answer_before", "as_own_change", "is_in_time"]


def as_own_change(doer: Doer, action: Action, row: Any) -> Action:
    """A change of one's own answer in the list is no fixing of the label, where several people answer an item or
    where somebody may not fix labels.

    Raises
    ------
    InputError : they may not, and the answer is not theirs.
    """
    may_fix = doer.may(LIST)
    if action.kind != "label" or not action.listed or (may_fix and not doer.shares(row)):
        return action
    if any(each.annotator == doer.annotator for each in _votes(doer, row)):
        return replace(action, listed=False, own=True)
    if not may_fix:
        raise InputError("Your role in this project does not include changing the answers of others.")
    return action


def answer_before(doer: Doer, row: Any) -> Any:
    """The label before; where several people answer the item, and on gold items, only what they said themselves."""
    if row.gold is None and not doer.shares(row):
        label = current_label(doer.conn, row.pos) if row.state in (LABELLED, REVIEW) else None
        return label and json.loads(label.value)
    own = [each for each in _votes(doer, row) if each.annotator == doer.annotator]
    return json.loads(own[0].value) if own else None


def is_in_time(doer: Doer, action: Action, row: Any, held: Lease | None) -> bool:
    """Whether the action changes the item, or is only kept because it came too late."""
    if action.kind == "skip":
        return row.state not in (LABELLED, REVIEW, DISPUTED)
    if action.kind != "label" or action.listed or row.gold is not None or row.state in (OPEN, SKIPPED):
        return True
    if held is not None and held.stream not in JUDGING:
        return True
    if action.own and row.state != REJECTED:
        label = current_label(doer.conn, row.pos)
        return doer.shares(row) or (label is not None and label.annotator == doer.annotator)
    if row.state == REJECTED:
        return bool(row.assigned == doer.annotator)
    return _answered_by(doer, row.pos, shared=doer.shares(row))


def _votes(doer: Doer, row: Any) -> list[Any]:
    return votes_on(doer.conn, [row.pos]).get(row.pos, [])


def _answered_by(doer: Doer, which: int, *, shared: bool) -> bool:
    """Whether the answer that this one replaces came from the same page; of several answers, the annotator's own."""
    labels = [each for each in replayable(doer.conn, which) if each.kind == "label" and (shared or each.current)]
    if shared:
        return any(each.annotator == doer.annotator for each in labels if each.stream not in FIXING)
    return bool(labels) and labels[-1].session == doer.session
