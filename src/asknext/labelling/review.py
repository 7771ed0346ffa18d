"""What a reviewer may decide about which item."""

from __future__ import annotations

from sqlalchemy import Connection

from asknext.errors import InputError
from asknext.labelling.action import Action
from asknext.labelling.replay import FIXING, MACHINE
from asknext.store.events import current_label
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


def value_accepted(conn: Connection, which: int) -> str:
    """The label that is accepted, as it is stored."""
    label = current_label(conn, which)
    if label is None:
        raise InputError(SENTENCES["accept"])
    return str(label.value)


def returned_to(conn: Connection, which: int, named: object) -> str | None:
    """Whom a rejected item goes back to: who is ``named``, or whose answer the label is; None for anybody.

    Raises
    ------
    InputError : the one who is named has no answer on the item.
    """
    votes = votes_on(conn, [which]).get(which, [])
    if named is not None and named not in {each.annotator for each in votes}:
        raise InputError("A rejected item goes back to somebody who has answered it.")
    label = current_label(conn, which)
    whose = named if named is not None else None if label is None else label.annotator
    people = {each.annotator for each in votes if each.kind == "human" and each.stream not in (*FIXING, MACHINE)}
    return str(whose) if whose in people else None
