"""`Queue`: which item comes next, and that nobody else has it meanwhile.

Items come in two streams. The *strategy* stream follows the newest ranking (before the first one: a random
order); the *control* stream is the reserve of random items. All methods that take a connection are meant for
one thread that writes, and are one transaction each with whatever else happens on that connection.
"""

from __future__ import annotations

import heapq
import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from asknext.labelling.ranking import Ranking, open_ranking
from asknext.project.folder import Project
from asknext.store.browse import newest_item
from asknext.store.counts import count_open
from asknext.store.leases import (
    Lease,
    expired_leases,
    free_among,
    free_in_draw_order,
    free_skipped,
    leases_of,
    leases_on,
    purge_leases,
    release_leases,
    renew_leases,
    take_leases,
)
from asknext.store.rankings import newest_ranking, newest_version
from asknext.store.settings import get_setting, set_setting

__all__ = ["CONTROL", "LIST", "STRATEGY", "Leased", "Queue", "is_control_turn"]

STRATEGY, CONTROL, LIST = "strategy", "control", "list"
CHUNK, LARGEST_CHUNK = 64, 4096
REMEMBERED = 4
FORGET_AFTER = 3600.0
COUNT_EVERY = 60.0
LOOK_EVERY = 1.0  # seconds between two looks for leases that have ended


@dataclass(frozen=True)
class Leased:
    """What a session got: ``items`` are newly its own; ``waiting`` says why there are fewer than it wanted."""

    items: tuple[Lease, ...]
    waiting: str | None


def is_control_turn(turn: int, share: float, seed: int) -> bool:
    """Whether serve number ``turn`` (0, 1, 2, ...) is the control stream's.

    Any run of k serves has between floor(k * share) and ceil(k * share) control turns.
    """
    phase = (seed * 0.6180339887498949) % 1.0
    return math.floor((turn + 1) * share + phase) > math.floor(turn * share + phase)


class Queue:
    """The queue of one project.

    Parameters
    ----------
    project : whose items. clock : seconds since 1970.
    """

    def __init__(self, project: Project, *, clock: Callable[[], float] = time.time) -> None:
        self._project, self._clock = project, clock
        self.lease_seconds = float(project.config.queue.lease_seconds)
        self.ranking: Ranking | None = None
        self._rankings: dict[int, Ranking] = {}
        self._counted = 0.0
        self.forget()

    def forget(self) -> None:
        """Forget where the walk along the ranking stands, as after a write that failed; it starts anew."""
        self._version: int | None = None
        self._cursor = 0
        self._returned: list[int] = []
        self._looked = 0.0
        self._skipped_after = -1.0
        self._left: int | None = None

    def left(self, conn: Connection) -> int:
        """How many items are open; kept by `change_left`, and counted anew now and then for what other processes do."""
        now = self._clock()
        if self._left is None or now - self._counted >= COUNT_EVERY:
            self._left, self._counted = count_open(conn), now
        return self._left

    def change_left(self, difference: int) -> None:
        """Take note that items were closed or opened."""
        if self._left is not None:
            self._left += difference

    def lease(self, conn: Connection, session: str, annotator: str, want: int, hold: Sequence[int] = ()) -> Leased:
        """Renew what ``session`` holds and lease until it holds ``want`` items in all.

        Parameters
        ----------
        hold : the items the session knows it has. One it was given but does not name (the answer was lost on
            the way) is given again.
        """
        now = self._clock()
        self._refresh(conn, now)
        self.renew(conn, session, hold)
        held = leases_of(conn, session, now)
        again = [each for each in held if each.item not in hold and self._never_renewed(each)]
        fresh = self._take(conn, session, annotator, want - len(held), now)
        items = tuple(again[:want] + fresh)
        return Leased(items, None if items or held else self._waiting(conn))

    def renew(self, conn: Connection, session: str, items: Sequence[int]) -> tuple[list[int], list[int]]:
        """Put off the end of the session's leases: (renewed, lost)."""
        now = self._clock()
        on = leases_on(conn, items)
        fresh = {each for each, held in on.items() if held.session == session and held.expires > now - FORGET_AFTER}
        own = [each for each in items if each in fresh]
        renew_leases(conn, session, own, now + self.lease_seconds)
        return own, [each for each in items if each not in own]

    def release(self, conn: Connection, session: str, items: Sequence[int] | None = None) -> list[int]:
        """Give back ``items``, or all the session holds; what was given back."""
        held = [each.item for each in leases_of(conn, session, self._clock())]
        given = held if items is None else [each for each in held if each in items]
        release_leases(conn, session, given)
        self.returned(given)
        return given

    def give(self, conn: Connection, session: str, annotator: str, which: int, stream: str) -> Lease | None:
        """Lease one certain item to ``session``; None where another session has it."""
        now = self._clock()
        on = leases_on(conn, [which]).get(which)
        if on is not None and on.session != session and on.expires > now:
            return None
        made = self._lease(which, session, annotator, stream, now)
        take_leases(conn, [made])
        return made

    def returned(self, items: Iterable[int]) -> None:
        """Take note that ``items`` may be open again, so that the walk does not pass them by."""
        for each in items:
            place = None if self.ranking is None else self.ranking.place(each)
            if place is not None and place < self._cursor:
                heapq.heappush(self._returned, place)

    def _refresh(self, conn: Connection, now: float) -> None:
        version = newest_version(conn)
        if version != self._version:
            left = self._left
            self.forget()
            self._left = left  # a new order opens and closes nothing, and counting a million items takes a while
            row = newest_ranking(conn)
            self.ranking = None if row is None else open_ranking(self._project, row)
            self._version = version
            self._remember()
            purge_leases(conn, now - FORGET_AFTER)
        if now - self._looked >= LOOK_EVERY:
            self.returned(expired_leases(conn, self._looked, now))
            self._looked = now

    def ranking_of(self, version: int | None) -> Ranking | None:
        """The ranking by which an item was leased, as far as it is still remembered."""
        return None if version is None else self._rankings.get(version)

    def _remember(self) -> None:
        if self.ranking is not None:
            kept = sorted(self._rankings)[-(REMEMBERED - 1) :]
            self._rankings = {each: self._rankings[each] for each in kept} | {self.ranking.version: self.ranking}

    def _take(self, conn: Connection, session: str, annotator: str, most: int, now: float) -> list[Lease]:
        if most <= 0:
            return []
        turn = int(get_setting(conn, "served", 0))
        share, seed = self._project.config.control, self._project.config.seed
        turns = [CONTROL if is_control_turn(turn + k, share, seed) else STRATEGY for k in range(most)]
        taken = [self._lease(row, session, annotator, stream, now) for row, stream in self._draw(conn, turns, now)]
        take_leases(conn, taken)
        if taken:
            set_setting(conn, "served", turn + len(taken))
        return taken

    def _draw(self, conn: Connection, turns: list[str], now: float) -> list[tuple[int, str]]:
        control = free_in_draw_order(conn, True, turns.count(CONTROL), now) if CONTROL in turns else []
        strategy = self._walk(conn, len(turns) - len(control), now)
        if len(strategy) + len(control) < len(turns):
            control = free_in_draw_order(conn, True, len(turns) - len(strategy), now)
        drawn = _merged(turns, strategy, control)
        if not drawn:
            drawn = [(row, STRATEGY) for row in self._skipped(conn, len(turns), now)]
        return drawn

    def _walk(self, conn: Connection, most: int, now: float) -> list[int]:
        """The next ``most`` free items along the ranking, then those it does not know, in random order."""
        found = self._take_returned(conn, most, now)
        chunk = CHUNK
        while self.ranking is not None and len(found) < most and self._cursor < len(self.ranking.order):
            found += self._take_ahead(conn, self.ranking, most - len(found), chunk, now)
            chunk = min(2 * chunk, LARGEST_CHUNK)
        if len(found) < most:
            rest = free_in_draw_order(conn, False, most + len(found), now)
            found += [row for row in rest if row not in found][: most - len(found)]
        return found

    def _take_returned(self, conn: Connection, most: int, now: float) -> list[int]:
        found: list[int] = []
        while self.ranking is not None and self._returned and len(found) < most:
            row = int(self.ranking.order[heapq.heappop(self._returned)])
            if row not in found and free_among(conn, [row], now):
                found.append(row)
        return found

    def _take_ahead(self, conn: Connection, ranking: Ranking, most: int, chunk: int, now: float) -> list[int]:
        rows = ranking.order[self._cursor : self._cursor + chunk].tolist()
        free = free_among(conn, rows, now)
        places = [place for place, row in enumerate(rows) if row in free][:most]
        self._cursor += places[-1] + 1 if len(places) == most else len(rows)
        return [rows[place] for place in places]

    def _skipped(self, conn: Connection, most: int, now: float) -> list[int]:
        """Skipped items, going round, so that one skipped again and again does not hide the others."""
        found = free_skipped(conn, self._skipped_after, most, now)
        if len(found) < most:
            known = {row for row, _ in found}
            found += [each for each in free_skipped(conn, -1.0, most, now) if each[0] not in known]
        found = found[:most]
        if found:
            self._skipped_after = found[-1][1]
        return [row for row, _ in found]

    def _lease(self, row: int, session: str, annotator: str, stream: str, now: float) -> Lease:
        version = None if self.ranking is None else self.ranking.version
        return Lease(row, session, annotator, now, now + self.lease_seconds, stream, version)

    def _never_renewed(self, lease: Lease) -> bool:
        return lease.expires == lease.taken + self.lease_seconds

    def _waiting(self, conn: Connection) -> str:
        if self.left(conn):
            return "Every item that is left is in somebody else's hands; one comes back when they are done."
        return "Every item has an answer." if newest_item(conn) is not None else "There are no items yet."


def _merged(turns: list[str], strategy: list[int], control: list[int]) -> list[tuple[int, str]]:
    """Fill the turns in order; where one stream is dry the other goes on."""
    streams = {STRATEGY: strategy[::-1], CONTROL: control[::-1]}
    drawn: list[tuple[int, str]] = []
    for turn in turns:
        other = CONTROL if turn == STRATEGY else STRATEGY
        stream = turn if streams[turn] else other
        if streams[stream]:
            drawn.append((streams[stream].pop(), stream))
    return drawn
