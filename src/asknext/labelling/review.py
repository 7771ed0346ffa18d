"""What a reviewer may decide about which item."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from asknext.errors import InputError
from asknext.labelling.action import Action
from asknext.labelling.replay import FIXING, MACHINE
from asknext.store.events import current_label
from asknext.store.label_value import classes_in, decoded_value
from asknext.store.schema import DISPUTED, LABELLED, REJECTED, REVIEW
from asknext.store.votes import votes_on

__all__ = ["check_judgement", "returned_to", "value_accepted"]

STATES = {
    "accept": (REVIEW,),
    "reject": (REVIEW, LABELLED),
    "correct": (REVIEW, LABELLED, REJECTED, DISPUTED),
    "adjudicate": (DISPUTED,),
}
SENTENCES = {
    "accept": "The item does not wait for review (any more): somebody decided it, or its answer was changed.",
    "reject": "The item has no label that could be sent back.",
    "correct": "The item has no answer that could be corrected.",
    "adjudicate": "The item does not wait for a decision (any more).",
}
UNSEEN = 'An accept or a reject names in "seen" the label that was judged: the value of the item\'s "proposed".'


def check_judgement(conn: Connection, annotator: str, action: Action, which: int, state: int, gold: str | None) -> None:
    """Refuse a judgement that cannot be.

    Raises
    ------
    InputError : the item's state does not allow it, or the answer is the reviewer's own.
    """
    if gold is not None or state not in STATES[action.kind]:
        raise InputError(SENTENCES[action.kind])
    if any(each.annotator == annotator for each in votes_on(conn, [which]).get(which, [])):
        raise InputError("You have answered this item yourself: another reviewer decides it.")


def value_accepted(conn: Connection, action: Action, which: int) -> str:
    """The label that is accepted, as it is stored.

    Raises
    ------
    InputError : it is not the one that was seen.
    """
    _check_seen(conn, action, which)
    label = current_label(conn, which)
    if label is None:
        raise InputError(SENTENCES["accept"])
    return str(label.value)


def returned_to(conn: Connection, action: Action, which: int) -> str | None:
    """Whom a rejected item goes back to: who is named, or whose answer the label is; None for anybody.

    Raises
    ------
    InputError : the label is not the one that was seen, or the one who is named has no answer on the item.
    """
    _check_seen(conn, action, which)
    named = action.value
    votes = votes_on(conn, [which]).get(which, [])
    if named is not None and named not in {each.annotator for each in votes}:
        raise InputError("A rejected item goes back to somebody who has answered it.")
    label = current_label(conn, which)
    whose = named if named is not None else None if label is None else label.annotator
    people = {each.annotator for each in votes if each.kind == "human" and each.stream not in (*FIXING, MACHINE)}
    return str(whose) if whose in people else None


def _check_seen(conn: Connection, action: Action, which: int) -> None:
    """Nobody judges an answer that they have not seen: its annotator may have changed it meanwhile."""
    if action.seen is None:
        if action.listed:
            return
        raise InputError(UNSEEN)
    label = current_label(conn, which)
    if label is None or not _is_seen(decoded_value(str(label.value)), action):
        raise InputError(SENTENCES["accept"])


def _is_seen(value: Any, action: Action) -> bool:
    """Whether the label is what was seen; the list shows the classes alone, and their order says nothing."""
    seen = action.seen
    if not isinstance(seen, list) or (isinstance(value, dict) and not action.listed):
        return bool(value == seen)
    return all(isinstance(each, str) for each in seen) and set(seen) == set(classes_in(value))
