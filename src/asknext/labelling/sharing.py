"""`Sharing`: what comes next for whom where people differ, or items do."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.policy import Policy, drawn
from asknext.labelling.stream import GOLD, is_turn, stream_of
from asknext.labelling.unanswered import Drawn, Unanswered
from asknext.labelling.walk import Found, Key, Walk
from asknext.store.asker import Asker
from asknext.store.assigned_items import abandoned_items, assigned_among, assigned_to
from asknext.store.events import last_at
from asknext.store.free_items import free_for, last_in_line, specials, started_after, urgent_after
from asknext.store.gold_items import unanswered_gold
from asknext.store.schema import OPEN, REJECTED, SKIPPED

__all__ = ["Sharing"]

REST, LEAST_REST = 50.0, 2.0  # a search through all items rests so many times as long as it took
LOOK_FOR_ABANDONED = 60.0
MOST_ABANDONED = 200


@dataclass
class _Person:
    """What is remembered of one annotator who asks for items.

    rests_until : nothing was found in a search through everything, which is not repeated before. tires : that search
    took long, so that even a change is no reason to begin it again.
    """

    asker: Asker
    urgent: Walk
    started: Walk
    gold: list[int] | None = None
    gold_turns: int = 0
    rests_until: float = 0.0
    tires: bool = False


class Sharing:
    """The queue of several people, of items with priorities, skills, gold and further answers.

    Parameters
    ----------
    unanswered : where new items come from. gold : share of gold items. clock : seconds since 1970.
    """

    def __init__(self, policy: Policy, unanswered: Unanswered, gold: float, clock: Callable[[], float]) -> None:
        self._policy, self._unanswered, self._gold, self._clock = policy, unanswered, gold, clock
        self._seen: dict[str, float] = {}
        self._turns: dict[str, int] = {}
        self.forget()

    def forget(self) -> None:
        """Look again whether there are priorities, skills, gold items and begun ones; everybody begins anew."""
        self._people: dict[str, _Person] = {}
        self._special: dict[str, bool] | None = None
        self._abandoned: list[Any] = []
        self._looked = float("-inf")

    def is_needed(self, conn: Connection) -> bool:
        """Whether items or people differ at all; if not, everybody simply gets the next unanswered item."""
        return self._policy.shared(None) or any(self._specials(conn).values())

    def one(self, conn: Connection, asker: Asker, turn: int, now: float) -> tuple[Drawn, bool] | None:
        """The next item for ``asker``, and whether it counts as a turn of the two streams of unanswered items."""
        self._seen[asker.annotator] = now
        person, special = self._person(asker), self._specials(conn)
        if special["assigned"] and (back := self._assigned(conn, asker, now)):
            return back, False
        if special["gold"] and (gold := self._gold_turn(conn, person)):
            return gold, False
        if special["priorities"] and (urgent := person.urgent.take(conn, 1)):
            return _drawn(urgent[0]), False
        return self._new_or_further(conn, person, turn, now)

    def gold(self, conn: Connection, asker: Asker, now: float) -> Drawn | None:
        """A gold item of a test; they come in the same order for everybody."""
        rows = unanswered_gold(conn, asker.annotator, now)
        return (rows[0], GOLD) if rows else None

    @property
    def is_used(self) -> bool:
        """Whether anybody's way is remembered, so that it must be told what may be had again."""
        return bool(self._people)

    def touch(self, row: Any, state: int, votes: int) -> None:
        """Take note that an item is in ``state`` with ``votes`` answers and may be had.

        ``row`` has pos, control, draw and priority.
        """
        if self._special is None:
            return
        if state == REJECTED:
            self._special["assigned"] = True  # and an open item is only given to somebody by `mark_queue`
        if state == OPEN:
            self._special["started"] |= votes > 0
            self._special["priorities"] |= row.priority != 0
        if state in (OPEN, SKIPPED):
            for person in self._people.values():
                _touch(person, row, state, votes)

    def touch_gold(self) -> None:
        """Take note that a gold item was given back."""
        for person in self._people.values():
            person.gold = None

    def _new_or_further(self, conn: Connection, person: _Person, turn: int, now: float) -> tuple[Drawn, bool] | None:
        """An item that was begun and wants further answers, or by turns a new one.

        A label counts once its item is done, so items that were begun go first. One turn in twice the answers of an
        item is a new one's: rarely enough that nothing piles up (an item of L answers needs L - 1 further ones), often
        enough that whoever finds a heap of others' items to second is asked the newest ones, too.
        """
        special = self._specials(conn)
        further = special["started"] and self._is_further(person.asker.annotator)
        if further and (started := person.started.take(conn, 1)):
            return _drawn(started[0]), False
        fresh = self._unanswered.one(conn, person.asker, turn, now)
        if fresh is not None:
            return fresh, True
        if special["started"] and not further and (started := person.started.take(conn, 1)):
            return _drawn(started[0]), False
        last = self._last(conn, person, now)
        return None if last is None else (last, False)

    def _is_further(self, annotator: str) -> bool:
        turn = self._turns[annotator] = self._turns.get(annotator, 0) + 1
        return is_turn(turn, 1 - 1 / (2 * max(2, self._policy.most(None))), 0)

    def _last(self, conn: Connection, person: _Person, now: float) -> Drawn | None:
        """What is left at the very end, such as an item that wants two answers and is in one person's hands."""
        if now < person.rests_until:
            return None
        began = time.perf_counter()
        found = last_in_line(conn, person.asker, 1, now)
        if found:
            return found[0].pos, stream_of(found[0].control)
        skipped = self._unanswered.skipped(conn, 1, now, person.asker)
        if skipped:
            return skipped[0]
        rest = REST * (time.perf_counter() - began)
        person.rests_until, person.tires = now + max(LEAST_REST, rest), rest > LEAST_REST
        return None

    def _assigned(self, conn: Connection, asker: Asker, now: float) -> Drawn | None:
        """An item that is ``asker``'s alone, or that of somebody who has not been seen for long."""
        own = assigned_to(conn, asker, 1, now)
        if own:
            return own[0].pos, stream_of(own[0].control)
        if now - self._looked >= LOOK_FOR_ABANDONED:
            before = now - self._policy.review.return_after
            rows = abandoned_items(conn, before, MOST_ABANDONED, now)
            self._abandoned = [row for row in rows if self._last_seen(conn, row.assigned) <= before]
            self._looked = now
        while self._abandoned:
            row = self._abandoned.pop(0)
            if assigned_among(conn, asker, [row.pos], now):
                return row.pos, stream_of(row.control)
        return None

    def _last_seen(self, conn: Connection, annotator: str) -> float:
        """After a restart nobody was seen: then it is when they did something last."""
        if annotator not in self._seen:
            at = last_at(conn, annotator)
            self._seen[annotator] = float("-inf") if at is None else at
        return self._seen[annotator]

    def _gold_turn(self, conn: Connection, person: _Person) -> Drawn | None:
        name = f"gold/{person.asker.annotator}/{person.gold_turns}"
        person.gold_turns += 1
        if drawn(self._policy.seed, name) >= self._gold:
            return None
        if person.gold is None:
            rows = unanswered_gold(conn, person.asker.annotator, self._clock())
            person.gold = sorted(rows, key=lambda row: drawn(self._policy.seed, f"{person.asker.annotator}/{row}"))
        return (person.gold.pop(), GOLD) if person.gold else None

    def _specials(self, conn: Connection) -> dict[str, bool]:
        if self._special is None:
            self._special = {name: bool(value) for name, value in specials(conn)._asdict().items()}
        return self._special

    def _person(self, asker: Asker) -> _Person:
        known = self._people.get(asker.annotator)
        if known is None or known.asker != asker:
            known = self._people[asker.annotator] = _Person(asker, self._urgent(asker), self._started(asker))
        return known

    def _urgent(self, asker: Asker) -> Walk:
        def ahead(conn: Connection, after: Key | None, most: int) -> list[Found]:
            last = None if after is None else (-after[0], -after[1])
            rows = urgent_after(conn, asker, last, most, self._clock())
            return [(row.pos, (-row.priority, -row.draw, row.control)) for row in rows]

        return Walk(ahead, lambda conn, rows: free_for(conn, asker, rows, self._clock()))

    def _started(self, asker: Asker) -> Walk:
        def ahead(conn: Connection, after: Key | None, most: int) -> list[Found]:
            rows = started_after(conn, asker, -1.0 if after is None else after[0], most, self._clock())
            return [(row.pos, (row.draw, row.control)) for row in rows]

        return Walk(ahead, lambda conn, rows: free_for(conn, asker, rows, self._clock()))


def _touch(person: _Person, row: Any, state: int, votes: int) -> None:
    if not person.tires:
        person.rests_until = 0.0
    if state != OPEN:
        return
    if row.priority > 0:
        person.urgent.touch(row.pos, (-row.priority, -row.draw, row.control))
    elif row.priority == 0 and votes > 0:
        person.started.touch(row.pos, (row.draw, row.control))


def _drawn(found: Found) -> Drawn:
    which, key = found
    return which, stream_of(bool(key[-1]))
