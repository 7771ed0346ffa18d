"""What of an action is stored: with what value and reason, in which stream."""

from __future__ import annotations

import json
from typing import Any

from asknext.labelling.action import ANSWERS, JUDGEMENTS, LIST, Action, checked_text
from asknext.labelling.derive import Derived
from asknext.labelling.doer import Doer
from asknext.labelling.judging import JUDGED
from asknext.labelling.replay import MACHINE, PARK
from asknext.labelling.review import check_judgement, returned_to, value_accepted
from asknext.labelling.stream import ADJUDICATE, GOLD, REVIEW, stream_of

__all__ = ["VALUED", "decoded", "stream_back", "stream_of_action", "value_and_reason"]

VALUED = ("accept", "adjudicate", "correct", "gold", "label")
"""Kinds of event whose value is JSON."""


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
            value: str | None = json.dumps(doer.checked(action, row.pos))
        case "gold":
            value = None if action.value is None else json.dumps(doer.checked(action, row.pos))
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
        return next((stream for stream, state in JUDGED.items() if state == derived.state), None)
    if target.kind not in ANSWERS:
        return None
    return GOLD if row.gold is not None else stream_of(row.control)


def decoded(event: Any) -> Any:
    """The value of an event as it was given."""
    return json.loads(event.value) if event.kind in VALUED and event.value is not None else event.value
