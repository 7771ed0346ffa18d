"""`Work`: what people do to items, stored once each, in order, and never lost."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection

from asknext.errors import AsknextError, InputError, UnknownName
from asknext.labelling.queue import CONTROL, LIST, STRATEGY, Queue
from asknext.labelling.replay import replay
from asknext.labelling.vocabulary import Vocabulary
from asknext.store.classes import all_classes
from asknext.store.events import (
    append_event,
    current_label,
    drop_label,
    event_by_uid,
    is_undone,
    known_uids,
    replayable,
    set_item,
    set_label,
    target_item,
)
from asknext.store.leases import Lease, lease_of, release_item, release_leases
from asknext.store.schema import IGNORED, LABELLED, OPEN

__all__ = ["KINDS", "Action", "Outcome", "Work", "checked_text", "read_action"]

KINDS = ("comment", "flag", "ignore", "label", "requeue", "skip", "undo", "unflag", "unignore")
ANSWERS = ("label", "skip", "ignore")
LONGEST_COMMENT, LONGEST_NAME = 10_000, 200
LONGEST_SECONDS = 86_400.0
MONTH = 30 * 86_400.0


@dataclass(frozen=True)
class Action:
    """One thing a person did, as the browser sends it, checked for form."""

    uid: str
    kind: str
    item: int
    value: Any
    seconds: float | None
    target: str | None
    listed: bool
    at: float | None


@dataclass(frozen=True)
class Outcome:
    """What became of an action.

    Attributes
    ----------
    status : ``stored``, ``known`` (it was stored before) or ``refused`` (``message`` says why).
    item, lease : for an undo the item, and the lease by which it came back to the session.
    previous : the label before, or the value that was withdrawn.
    late : the answer came after another one and is kept as an extra vote.
    """

    uid: str
    status: str
    message: str | None = None
    item: int | None = None
    lease: Lease | None = None
    previous: Any = None
    late: bool = False


@dataclass(frozen=True)
class _Doer:
    session: str
    annotator: str
    vocabulary: Callable[[], Vocabulary]


class Work:
    """Applies actions to a project's items.

    Parameters
    ----------
    queue : told of items that are open again. multilabel : whether an item may have any number of classes.
    clock : seconds since 1970.
    """

    def __init__(self, queue: Queue, *, multilabel: bool, clock: Callable[[], float] = time.time) -> None:
        self._queue, self._multilabel, self._clock = queue, multilabel, clock

    def do(self, conn: Connection, session: str, annotator: str, actions: Sequence[Any]) -> list[Outcome]:
        """Store ``actions`` (mappings as in the HTTP API) in order; one that is wrong is refused alone."""
        doer = _Doer(session, annotator, cache(lambda: Vocabulary(all_classes(conn), self._multilabel)))
        return [self._one(conn, doer, given) for given in actions]

    def _one(self, conn: Connection, doer: _Doer, given: Any) -> Outcome:
        uid = given.get("uid") if isinstance(given, Mapping) else None
        try:
            action = read_action(given)
            known = known_uids(conn, [action.uid]).get(action.uid)
            return _repeated(action, known) if known is not None else self._new(conn, doer, action)
        except AsknextError as error:
            return Outcome(uid if isinstance(uid, str) else "", "refused", str(error))

    def _new(self, conn: Connection, doer: _Doer, action: Action) -> Outcome:
        if action.kind == "undo":
            return self._undo(conn, doer, action)
        row = _existing(conn, action.item)
        value = _value(doer, action)
        before = current_label(conn, row.pos)
        held = lease_of(conn, row.pos)
        current = self._counts(conn, doer, action, row, held)
        self._append(conn, doer, action, row, value, held, current=current)
        if current:
            self._derive(conn, row)
        if action.kind in ANSWERS and current:
            release_item(conn, row.pos)
        elif action.kind in ANSWERS:
            release_leases(conn, doer.session, [row.pos])
        return Outcome(action.uid, "stored", previous=before and json.loads(before.value), late=not current)

    def _counts(self, conn: Connection, doer: _Doer, action: Action, row: Any, held: Lease | None) -> bool:
        """Whether the action changes the item, or is only kept because it came too late."""
        if action.kind == "skip":
            return bool(row.state != LABELLED)
        if action.kind != "label" or row.state not in (LABELLED, IGNORED) or action.listed:
            return True
        return (held is not None and held.session == doer.session) or _answered_by(conn, row.pos, doer.session)

    def _append(
        self,
        conn: Connection,
        doer: _Doer,
        action: Action,
        row: Any,
        value: str | None,
        held: Lease | None,
        *,
        current: bool = True,
        undoes: int | None = None,
    ) -> None:
        mine = held if held is not None and held.session == doer.session else None
        stream = LIST if action.listed else CONTROL if row.control else STRATEGY
        ranking = self._queue.ranking_of(mine.ranking) if mine and stream == STRATEGY else None
        append_event(
            conn,
            uid=action.uid,
            at=self._when(action),
            annotator=doer.annotator,
            session=doer.session,
            item=row.pos,
            kind=action.kind,
            value=value,
            seconds=action.seconds,
            stream=stream,
            ranking=mine.ranking if mine else None,
            strategy=None if action.listed else ranking.strategy if ranking else "random",
            score=ranking.score(row.pos) if ranking else None,
            undoes=undoes,
            current=current,
        )

    def _when(self, action: Action) -> float:
        """The browser's time where it can be true: an answer typed off-line was given when it was typed."""
        now = self._clock()
        return action.at if action.at is not None and now - MONTH < action.at <= now else now

    def _undo(self, conn: Connection, doer: _Doer, action: Action) -> Outcome:
        target = _undoable(conn, doer, action)
        row = _existing(conn, target.item)
        self._append(conn, doer, action, row, None, lease_of(conn, row.pos), undoes=target.seq)
        self._derive(conn, row)
        previous = None if target.value is None else _decoded(target)
        if target.kind not in ANSWERS:
            return Outcome(action.uid, "stored", item=row.pos, previous=previous)
        lease = self._queue.give(conn, doer.session, doer.annotator, row.pos, CONTROL if row.control else STRATEGY)
        if lease is None:
            sentence = "It is taken back; the item is in somebody else's hands now."
            return Outcome(action.uid, "stored", sentence, previous=previous)
        return Outcome(action.uid, "stored", item=row.pos, lease=lease, previous=previous)

    def _derive(self, conn: Connection, row: Any) -> int:
        """Bring the item's state and label in line with its events; the state."""
        derived = replay(replayable(conn, row.pos))
        set_item(conn, row.pos, state=derived.state, flagged=derived.flagged)
        _keep_label(conn, row.pos, derived.label)
        self._queue.change_left((derived.state == OPEN) - (row.state == OPEN))
        if derived.state == OPEN:
            self._queue.returned([row.pos])
        return derived.state


def read_action(given: Any) -> Action:
    """Check the form of one action.

    Raises
    ------
    InputError, UnknownName : something is missing or cannot be; the message says what.
    """
    if not isinstance(given, Mapping):
        raise InputError("An event is an object with uid, kind and item.")
    kind = given.get("kind")
    if kind not in KINDS:
        raise UnknownName("kind of event", kind, KINDS)
    target = given.get("target")
    if kind == "undo":
        target = checked_text(target, "The target of an undo, the uid of the event to withdraw,", LONGEST_NAME)
    return Action(
        uid=checked_text(given.get("uid"), "An event's uid", LONGEST_NAME),
        kind=kind,
        item=-1 if kind == "undo" else _position(given.get("item")),
        value=given.get("value"),
        seconds=_number(given.get("seconds"), LONGEST_SECONDS),
        target=target,
        listed=given.get("stream") == LIST,
        at=_number(given.get("at"), math.inf),
    )


def checked_text(value: Any, what: str, longest: int) -> str:
    """``value`` when it is text of 1 to ``longest`` characters that can be stored.

    Raises
    ------
    InputError : it is not; the sentence begins with ``what``.
    """
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise InputError(f"{what} is text of 1 to {longest:,} characters.")
    if "\0" in value or any("\ud800" <= each <= "\udfff" for each in value):
        raise InputError(f"{what} holds a character that is no text (NUL, or half of a pair).")
    return value


def _position(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise InputError("An event's item is the item's number, as the server gave it.")
    return value


def _number(value: Any, most: float) -> float | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return min(number, most) if math.isfinite(number) and number >= 0 else None


def _value(doer: _Doer, action: Action) -> str | None:
    if action.kind == "label":
        return json.dumps(doer.vocabulary().check(action.value))
    if action.kind == "comment":
        return checked_text(action.value, "A comment", LONGEST_COMMENT)
    return None


def _repeated(action: Action, known: Any) -> Outcome:
    if known.kind != action.kind:
        sentence = f"The uid {action.uid!r} belongs to another event; make a new one for each."
        return Outcome(action.uid, "refused", sentence)
    return Outcome(action.uid, "known")


def _existing(conn: Connection, which: int) -> Any:
    """The item, or for a copy the first item with the same content, which stands for all of them."""
    row = target_item(conn, which)
    if row is not None and row.copy_of is not None:
        row = target_item(conn, row.copy_of)
    if row is None:
        raise InputError(f"There is no item {which}.")
    return row


def _keep_label(conn: Connection, which: int, given: Any) -> None:
    if given is None:
        drop_label(conn, which)
        return
    values = {name: getattr(given, name) for name in ("value", "seq", "annotator", "at", "stream")}
    set_label(conn, which, **values)


def _answered_by(conn: Connection, which: int, session: str) -> bool:
    labels = [each for each in replayable(conn, which) if each.kind == "label"]
    return bool(labels) and labels[-1].session == session


def _undoable(conn: Connection, doer: _Doer, action: Action) -> Any:
    target = event_by_uid(conn, action.target or "")
    if target is None:
        raise InputError("There is no event with the uid that is to be undone.")
    if target.annotator != doer.annotator:
        raise InputError(f"The event was made by {target.annotator!r}; only its maker can undo it.")
    if target.kind == "undo":
        raise InputError("An undo cannot be undone; answer the item again.")
    if is_undone(conn, target.seq):
        raise InputError("The event was undone already.")
    return target


def _decoded(event: Any) -> Any:
    return json.loads(event.value) if event.kind == "label" else event.value
