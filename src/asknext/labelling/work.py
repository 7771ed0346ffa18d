"""`Work`: what people do to items, stored once each, in order, and never lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from asknext.errors import AsknextError
from asknext.labelling.action import (
    ANSWERS,
    JUDGEMENTS,
    KINDS,
    LONGEST_NAME,
    Action,
    checked_text,
    read_action,
)
from asknext.labelling.asked import was_asked
from asknext.labelling.derive import Derived
from asknext.labelling.doer import Doer
from asknext.labelling.in_time import answer_before, as_own_change, is_in_time
from asknext.labelling.ontology.asked_again import why_gone
from asknext.labelling.outcome import Outcome
from asknext.labelling.provenance import asked_by
from asknext.labelling.qualification import end_test, test_state
from asknext.labelling.queue import Queue
from asknext.labelling.said import VALUED, decoded, stream_back, stream_of_action, value_and_reason
from asknext.labelling.settle import settle
from asknext.labelling.stream import GOLD, UNASKED, stream_of
from asknext.labelling.target import existing_item, is_repeated, item_of, undoable_event
from asknext.labelling.vocabularies import Vocabularies
from asknext.labelling.vocabulary import Vocabulary
from asknext.project.team_config import Qualification
from asknext.store.events import append_event, known_uids
from asknext.store.leases import Lease, lease_of, release_item, release_leases
from asknext.store.schema import OPEN, SKIPPED

__all__ = ["KINDS", "LONGEST_NAME", "VALUED", "Action", "Outcome", "Work", "checked_text", "read_action"]

MONTH = 30 * 86_400.0
NO_TEST = Qualification()


class Work:
    """Applies actions to a project's items.

    Parameters
    ----------
    queue : told of items that are open again. multilabel : whether an item may have any number of classes.
    qualification : the test before real work. clock : seconds since 1970.
    """

    def __init__(
        self,
        queue: Queue,
        *,
        multilabel: bool,
        qualification: Qualification = NO_TEST,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._queue, self._qualification, self._clock = queue, qualification, clock
        self._policy = replace(queue.policy, multilabel=multilabel)
        self._vocabularies = Vocabularies(self._policy)

    def do(
        self,
        conn: Connection,
        session: str,
        annotator: str,
        actions: Sequence[Any],
        *,
        allowed: Collection[str] | None = None,
        machine: bool = False,
    ) -> list[Outcome]:
        """Store ``actions`` (mappings as in the HTTP API) in order; one that is wrong is refused alone.

        Parameters
        ----------
        allowed : kinds of action that the annotator may do; None for all. machine : whether it is a model.
        """
        doer = Doer(conn, session, annotator, self._policy, allowed, machine, self._vocabularies.of(conn))
        return [self._one(conn, doer, given) for given in actions]

    def _one(self, conn: Connection, doer: Doer, given: Any) -> Outcome:
        uid = given.get("uid") if isinstance(given, Mapping) else None
        try:
            action = read_action(given)
            known = known_uids(conn, [action.uid]).get(action.uid)
            return _repeated(doer, action, known) if known is not None else self._new(conn, doer, action)
        except AsknextError as error:
            return Outcome(uid if isinstance(uid, str) else "", "refused", str(error))

    def _new(self, conn: Connection, doer: Doer, action: Action) -> Outcome:
        doer.check(action)
        if action.kind == "undo":
            return self._undo(conn, doer, action)
        row = existing_item(conn, item_of(doer, action))
        action = as_own_change(doer, action, row)
        value, reason = value_and_reason(doer, action, row)
        before = answer_before(doer, row)
        held = lease_of(conn, row.pos, doer.session)
        asked = was_asked(doer, self._qualification, action, row, held)
        current = asked and is_in_time(doer, action, row, held)
        tested = self._is_tested(conn, doer, action, row)
        stream = stream_of_action(doer, action, row) if asked else UNASKED
        self._append(conn, doer, action, row, held, stream=stream, value=value, reason=reason, current=current)
        derived = self._settled(conn, doer, row, answered=action.kind == "label")
        self._free(conn, doer, action, row, derived, current)
        message, lease = self._asked_again(conn, doer, action, row, derived)
        return Outcome(
            action.uid,
            "stored",
            message,
            item=None if lease is None else row.pos,
            lease=lease,
            previous=before,
            late=not current,
            state=derived.state if action.kind in JUDGEMENTS else None,
            test=end_test(conn, self._queue.config, self._qualification, doer.annotator, self._clock())
            if tested
            else None,
        )

    def _append(
        self,
        conn: Connection,
        doer: Doer,
        action: Action,
        row: Any,
        held: Lease | None,
        *,
        stream: str,
        value: str | None = None,
        reason: str | None = None,
        current: bool = True,
        undoes: int | None = None,
    ) -> None:
        asked = asked_by(conn, self._queue, held, stream, row)
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
            ranking=asked.ranking,
            strategy=asked.strategy,
            score=action.confidence if doer.machine else asked.score,
            undoes=undoes,
            current=current,
            reason=reason,
            ontology=doer.version(action.ontology),
        )

    def _when(self, action: Action) -> float:
        """The browser's time where it can be true: an answer typed off-line was given when it was typed."""
        now = self._clock()
        return action.at if action.at is not None and now - MONTH < action.at <= now else now

    def _undo(self, conn: Connection, doer: Doer, action: Action) -> Outcome:
        target = undoable_event(doer, action)
        row = existing_item(conn, target.item)
        held, own = lease_of(conn, row.pos, doer.session), stream_of_action(doer, action, row)
        self._append(conn, doer, action, row, held, stream=own, undoes=target.seq)
        derived = self._settled(conn, doer, row)
        previous = decoded(target)
        outcome = Outcome(action.uid, "stored", item=row.pos, previous=previous)
        stream = stream_back(target, row, derived)
        if stream is not None:
            lease = self._queue.give(conn, doer.session, doer.annotator, row, derived, stream)
            if lease is None:
                sentence = "It is taken back; the item is in somebody else's hands now."
                outcome = replace(outcome, item=None, message=sentence)
            outcome = replace(outcome, lease=lease)
        self._queue.changed(row, derived.state, derived.votes)
        return outcome

    def _settled(self, conn: Connection, doer: Doer, row: Any, *, answered: bool = False) -> Derived:
        """Bring the item in line with its events, and the queue's count of what is left."""
        derived = settle(conn, row, doer.rules(row.wanted), answered=answered)
        self._queue.change_left((derived.state == OPEN) - (row.state == OPEN))
        if derived.gold != row.gold:
            self._queue.changed_gold(conn)
        return derived

    def vocabulary(self, conn: Connection) -> Vocabulary:
        """The classes as they are now."""
        return self._vocabularies.of(conn)

    def forget(self) -> None:
        """Forget what is remembered of the classes, as after a write that was taken back."""
        self._vocabularies.forget()

    def settle(self, conn: Connection, which: int) -> None:
        """Bring one item in line with its events, as after a change of the classes."""
        doer = Doer(conn, "", "", self._policy, known=self._vocabularies.of(conn))
        row = existing_item(conn, which)
        derived = self._settled(conn, doer, row)
        if derived.state != row.state:
            self._queue.changed(row, derived.state, derived.votes)

    def _asked_again(
        self, conn: Connection, doer: Doer, action: Action, row: Any, derived: Derived
    ) -> tuple[str | None, Lease | None]:
        """An answer that names a class which is gone is kept, and the item comes back to whoever gave it."""
        lost = doer.vocabulary.ontology.lost(action.value) if action.kind == "label" else None
        if lost is None:
            return None, None
        stream = GOLD if row.gold is not None else stream_of(row.control)
        lease = self._queue.give(conn, doer.session, doer.annotator, row, derived, stream)
        return f"{why_gone(lost)} Your answer is kept; please answer this item again.", lease

    def _free(self, conn: Connection, doer: Doer, action: Action, row: Any, derived: Derived, current: bool) -> None:
        """End the leases that the action makes pointless, and let others have what they may have now."""
        if action.kind in ANSWERS or action.kind in JUDGEMENTS:
            done = derived.state not in (OPEN, SKIPPED) or (derived.state == SKIPPED and not doer.shares(row))
            if done and current and row.gold is None:
                release_item(conn, row.pos)
            else:
                release_leases(conn, doer.session, [row.pos])
        if derived.state != row.state or action.kind in ANSWERS:
            self._queue.changed(row, derived.state, derived.votes)

    def _is_tested(self, conn: Connection, doer: Doer, action: Action, row: Any) -> bool:
        """Whether an answer belongs to a test; nobody is told that an item in the midst of real work is gold."""
        if row.gold is None or action.kind != "label" or self._qualification.items == 0:
            return False
        return not test_state(conn, self._qualification, doer.annotator).passed


def _repeated(doer: Doer, action: Action, known: Any) -> Outcome:
    if is_repeated(doer, action, known):
        return Outcome(action.uid, "known")
    return Outcome(action.uid, "refused", f"The uid {action.uid!r} belongs to another event; make a new one for each.")
