"""What an action is about: an item, or an event of before."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from asknext.errors import InputError
from asknext.labelling.action import Action
from asknext.labelling.doer import Doer
from asknext.labelling.threads import asked_question
from asknext.store.events import event_by_uid, is_undone, target_item

__all__ = ["existing_item", "is_repeated", "item_of", "undoable_event"]


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


def existing_item(conn: Connection, which: int) -> Any:
    """The item, or for a copy the first item with the same content, which stands for all of them.

    Raises
    ------
    InputError : there is none.
    """
    row = target_item(conn, which)
    if row is not None and row.copy_of is not None:
        row = target_item(conn, row.copy_of)
    if row is None:
        raise InputError(f"There is no item {which}.")
    return row


def undoable_event(doer: Doer, action: Action) -> Any:
    """The event that an undo withdraws.

    Raises
    ------
    InputError : there is none, it is somebody else's, an undo itself, or withdrawn already.
    """
    target = event_by_uid(doer.conn, action.target or "")
    if target is None:
        raise InputError("There is no event with the uid that is to be undone.")
    if target.annotator != doer.annotator:
        raise InputError(f"The event was made by {target.annotator!r}; only its maker can undo it.")
    if target.kind == "undo":
        raise InputError("An undo cannot be undone; answer the item again.")
    if is_undone(doer.conn, target.seq):
        raise InputError("The event was undone already.")
    return target


def is_repeated(doer: Doer, action: Action, known: Any) -> bool:
    """Whether ``known``, the event of the same uid, is this act: somebody else's event must not swallow it.

    Raises
    ------
    InputError : there is no such item.
    """
    if (known.kind, known.annotator) != (action.kind, doer.annotator):
        return False
    target = event_by_uid(doer.conn, action.target) if action.target is not None and action.item < 0 else None
    which = action.item if target is None else target.item
    return bool(known.item == existing_item(doer.conn, which).pos)
