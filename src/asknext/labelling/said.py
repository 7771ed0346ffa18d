"""What of an action is stored: about which item, with what value and reason, in which stream."""

from __future__ import annotations

import json
from typing import Any

from asknext.errors import InputError
from asknext.labelling.action import ANSWERS, JUDGEMENTS, LIST, Action, checked_text
from asknext.labelling.derive import Derived
from asknext.labelling.doer import Doer
from asknext.labelling.replay import MACHINE, PARK
from asknext.labelling.review import check_judgement, returned_to, value_accepted
from asknext.labelling.stream import ADJUDICATE, GOLD, REVIEW, stream_of
from asknext.labelling.threads import asked_question
from asknext.store.schema import DISPUTED
from asknext.store.schema import REVIEW as REVIEWED

__all__ = ["VALUED", "decoded", "item_of", "stream_back", "stream_of_action", "value_and_reason"]

VALUED = ("accept", "adjudicate", "correct", "gold", "label")
"""Kinds of event whose value is JSON."""


def item_of(doer: Doer, action: Action) -> int:
    """The item that an action is about; that of a reply is the question's.

    Raises
    ------
    InputError : there is no such question, or it is not theirs to resolve.
    """
    if action.kind not in ("reply", "resolve"):
        return action.item
    question = asked_question(doer.conn, str(action.target))
    if action.kind == "resolve" and question.annotator != doer.annotator and not doer.may("resolve"):
        raise InputError("A question is resolved by whoever asked it, or by a reviewer.")
    return int(question.item)


def value_and_reason(doer: Doer, action: Action, row: Any) -> tuple[str | None, str | None]:
    """What is stored as the event's value and reason.

    Raises
    ------
    InputError, UnknownName : it cannot be said of this item, or not by them.
    """
    if action.kind in JUDGEMENTS:
        check_judgement(doer.conn, doer.annotator, action, row.pos, row.state, row.gold)
    match action.kind:
        case "label" | "correct" | "adjudicate":
            value: str | None = json.dumps(doer.checked(action))
        case "gold":
            value = None if action.value is None else json.dumps(doer.checked(action))
        case "accept":
            value = value_accepted(doer.conn, action, row.pos)
        case "reject":
            value = returned_to(doer.conn, action, row.pos)
        case "comment" | "question" | "reply":
            value = checked_text(action.value, f"A {action.kind}")
        case _:
            value = None
    if action.kind in ("reply", "resolve"):
        return value, action.target
    return value, PARK if action.kind == "question" and action.park else action.reason


def stream_of_action(doer: Doer, action: Action, row: Any) -> str:
    """How the item came before whoever acts."""
    if doer.machine:
        return MACHINE
    if action.kind in JUDGEMENTS:
        return ADJUDICATE if action.kind == "adjudicate" else REVIEW
    if action.listed:
        return LIST
    return GOLD if row.gold is not None else stream_of(row.control)


def stream_back(target: Any, row: Any, derived: Derived) -> str | None:
    """The stream in which an item comes back to whoever takes ``target`` back; None where it does not."""
    if target.kind in JUDGEMENTS:
        return {REVIEWED: REVIEW, DISPUTED: ADJUDICATE}.get(derived.state)
    if target.kind not in ANSWERS:
        return None
    return GOLD if row.gold is not None else stream_of(row.control)


def decoded(event: Any) -> Any:
    """The value of an event as it was given."""
    return json.loads(event.value) if event.kind in VALUED and event.value is not None else event.value
