"""`Queue`: which item comes next, and that nobody else has it meanwhile.

Items come in two streams. The *strategy* stream follows the newest ranking (before the first one: a random
order); the *control* stream is the reserve of random items. Where an item wants several answers, has a priority or a
skill, or came back from a reviewer, `asknext.labelling.sharing` says whose turn it is. All methods that take a
connection are meant for one thread that writes, and are one transaction each with whatever else happens on that
connection.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.derive import Derived
from asknext.labelling.drawing import Drawing
from asknext.labelling.judging import JUDGED
from asknext.labelling.policy import Policy
from asknext.labelling.qualification import TestState, test_state
from asknext.labelling.ranking import Ranking, open_ranking
from asknext.labelling.stream import CONTROL, GOLD, STRATEGY
from asknext.labelling.unanswered import Drawn
from asknext.labelling.waiting import waiting
from asknext.project.folder import Project
from asknext.store.asker import Asker
from asknext.store.counts import count_open
from asknext.store.gold_items import count_unanswered_gold
from asknext.store.leases import (
    Lease,
    expired_leases,
    leases_of,
    leases_on,
    purge_leases,
    release_leases,
    renew_leases,
    take_leases,
)
from asknext.store.queue_marker import mark_queue, queue_marker
from asknext.store.rankings import newest_ranking
from asknext.store.schema import OPEN

__all__ = ["CONTROL", "STRATEGY", "Leased", "Queue"]

FORGET_AFTER = 14 * 86_400.0  # whoever was off-line for days was asked all the same
COUNT_EVERY = 60.0
LOOK_EVERY = 1.0  # seconds between two looks for leases that have ended


@dataclass(frozen=True)
class Leased:
    """What a session got: ``items`` are newly its own; ``waiting`` says why there are fewer than it wanted.

    ``test`` is where the annotator stands who has a test to pass before real work.
    """

    items: tuple[Lease, ...]
    waiting: str | None
    test: TestState | None = None


class Queue:
    """The queue of one project.

    Parameters
    ----------
    project : whose items. clock : seconds since 1970.
    """

    def __init__(self, project: Project, *, clock: Callable[[], float] = time.time) -> None:
        self.config = config = project.config
        self._project, self._clock = project, clock
        self.lease_seconds = float(config.queue.lease_seconds)
        self.policy = Policy.of(config)
        self._next = Drawing(config, self.policy, clock)
        self._qualified: set[str] = set()
        self._counted = 0.0
        self.forget()

    @property
    def ranking(self) -> Ranking | None:
        """The ranking that is followed now."""
        return self._next.ranking

    def ranking_of(self, version: int | None) -> Ranking | None:
        """The ranking by which an item was leased, as far as it is still remembered."""
        return self._next.ranking_of(version)

    def forget(self) -> None:
        """Forget where the walks stand, as after a write that failed; they start anew."""
        self._version: int | None = None
        self._changes: str | None = None
        self._looked = 0.0
        self._left: int | None = None
        self._qualified.clear()
        self._next.follow(self.ranking)
        self._next.begin_anew()

    def left(self, conn: Connection, annotator: str | None = None) -> int:
        """How many items are open; kept by `change_left`, and counted anew now and then for what other processes do.

        For an ``annotator`` the gold items that are still to come are counted in: that a number stands still must not
        tell them which item was one.
        """
        now = self._clock()
        if self._left is None or now - self._counted >= COUNT_EVERY:
            self._left, self._counted = count_open(conn), now
        if annotator is None or self._project.config.gold.rate == 0:
            return self._left
        return self._left + count_unanswered_gold(conn, annotator)

    def change_left(self, difference: int) -> None:
        """Take note that items were closed or opened."""
        if self._left is not None:
            self._left += difference

    def lease(
        self,
        conn: Connection,
        session: str,
        annotator: str,
        want: int,
        hold: Sequence[int] = (),
        *,
        tags: Collection[str] = (),
        kind: str = "label",
    ) -> Leased:
        """Renew what ``session`` holds and lease until it holds ``want`` items in all.

        Parameters
        ----------
        hold : the items the session knows it has. One it was given but does not name (the answer was lost on
            the way) is given again. tags : the skills of the annotator.
        kind : ``label``, or `REVIEW` or `ADJUDICATE` for a reviewer's work.
        """
        now = self._clock()
        self._refresh(conn, now)
        self.renew(conn, session, hold)
        held = [each for each in leases_of(conn, session, now) if _kind(each) == kind]
        again = [each for each in held if each.item not in hold and self._never_renewed(each)]
        test = self._test(conn, annotator) if kind == "label" else None
        tested = None if test is None else test.missing(now) - len(held)
        asker = Asker(annotator, frozenset(tags), self.policy.overlap.labels)
        pieces = self._next.next(conn, asker, kind, want - len(held), now, tested=tested)
        fresh = [lease for piece in pieces for lease in self._hand_out(conn, session, annotator, piece, now)]
        items = tuple(again[:want] + fresh)
        idle = not items and not held
        return Leased(items, waiting(conn, self.left(conn), kind, test, now) if idle else None, test)

    def renew(self, conn: Connection, session: str, items: Sequence[int]) -> tuple[list[int], list[int]]:
        """Put off the end of the session's leases: (renewed, lost)."""
        now = self._clock()
        on = leases_on(conn, items)
        fresh = {
            which
            for which, leases in on.items()
            if any(each.session == session and each.expires > now - FORGET_AFTER for each in leases)
        }
        own = [each for each in items if each in fresh]
        renew_leases(conn, session, own, now + self.lease_seconds)
        return own, [each for each in items if each not in own]

    def release(self, conn: Connection, session: str, items: Sequence[int] | None = None) -> list[int]:
        """Give back ``items``, or all the session holds; what was given back."""
        held = [each.item for each in leases_of(conn, session, self._clock())]
        given = held if items is None else [each for each in held if each in items]
        release_leases(conn, session, given)
        self.returned(conn, given)
        return given

    def give(
        self, conn: Connection, session: str, annotator: str, row: Any, derived: Derived, stream: str
    ) -> Lease | None:
        """Lease one certain item to ``session``; None where others have it in all the hands that it may be in.

        Parameters
        ----------
        row : has pos and wanted. derived : what the item is by now.
        """
        now = self._clock()
        others = [each for each in leases_on(conn, [row.pos]).get(row.pos, []) if each.expires > now]
        others = [each for each in others if each.session != session]
        open_to = max(1, self.policy.labels(row.wanted) - derived.votes) if derived.state == OPEN else 1
        if stream != GOLD and (len(others) >= open_to or any(each.annotator == annotator for each in others)):
            return None
        made = self._lease(row.pos, session, annotator, stream, now)
        take_leases(conn, [made])
        return made

    def changed_gold(self, conn: Connection) -> None:
        """Take note that an item became gold, or is gold no more."""
        mark_queue(conn)

    def returned(self, conn: Connection, items: Iterable[int]) -> None:
        """Take note that ``items`` may be open again, so that nobody's walk passes them by."""
        self._next.returned(conn, items)

    def changed(self, row: Any, state: int, votes: int) -> None:
        """Take note that an item (see `Drawing.changed`) is in ``state`` with ``votes`` answers, and may be had."""
        self._next.changed(row, state, votes)

    def _refresh(self, conn: Connection, now: float) -> None:
        version, changes = queue_marker(conn)
        if changes != self._changes:
            self._next.begin_anew()
            self._qualified.clear()
            self._changes = changes
        if version != self._version:
            row = newest_ranking(conn)
            self._next.follow(None if row is None else open_ranking(self._project, row))
            self._version = version
            purge_leases(conn, now - FORGET_AFTER)
        if now - self._looked >= LOOK_EVERY:
            self.returned(conn, expired_leases(conn, self._looked, now))
            self._looked = now

    def _test(self, conn: Connection, annotator: str) -> TestState | None:
        """Where the annotator stands, None for one who may do real work."""
        rules = self._project.config.qualification
        if rules.items == 0 or annotator in self._qualified:
            return None
        state = test_state(conn, rules, annotator)
        if state.passed:
            self._qualified.add(annotator)
        return None if state.passed else state

    def _hand_out(
        self, conn: Connection, session: str, annotator: str, drawn: Sequence[Drawn], now: float
    ) -> list[Lease]:
        taken = [self._lease(which, session, annotator, stream, now) for which, stream in drawn]
        take_leases(conn, taken)
        return taken

    def _lease(self, row: int, session: str, annotator: str, stream: str, now: float) -> Lease:
        version = None if self.ranking is None else self.ranking.version
        return Lease(row, session, annotator, now, now + self.lease_seconds, stream, version)

    def _never_renewed(self, lease: Lease) -> bool:
        return lease.expires == lease.taken + self.lease_seconds


def _kind(lease: Lease) -> str:
    return lease.stream if lease.stream in JUDGED else "label"
