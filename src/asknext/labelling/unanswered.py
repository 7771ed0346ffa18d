"""`Unanswered`: items that nobody has answered, along the ranking and from the control reserve."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from asknext.labelling.ranking import Ranking
from asknext.labelling.stream import CONTROL, STRATEGY, is_turn, stream_of
from asknext.labelling.walk import RankingWalk
from asknext.store.asker import Asker
from asknext.store.free_items import free_among, free_in_draw_order, free_skipped

__all__ = ["Drawn", "Unanswered"]

PATIENCE = 12
Drawn = tuple[int, str]
ANYBODY = Asker("")


class Unanswered:
    """The two streams of new items.

    Parameters
    ----------
    share, seed : of the control stream. clock : seconds since 1970.
    """

    def __init__(self, share: float, seed: int, clock: Callable[[], float]) -> None:
        self._share, self._seed, self._clock = share, seed, clock
        self._skipped_after = -1.0
        self.begin(None)

    def begin(self, ranking: Ranking | None) -> None:
        """Begin at the top of ``ranking``; where there is none items come in the order of their draw."""
        self.ranking = ranking
        self._walks: dict[frozenset[str], RankingWalk] = {}

    def touch(self, which: int) -> None:
        """Take note that an item may be had again, so that no walk passes it by."""
        for walk in self._walks.values():
            walk.touch(which)

    def take(self, conn: Connection, turn: int, most: int, now: float) -> list[Drawn]:
        """The next ``most`` items for anybody; ``turn`` counts those served so far."""
        turns = [CONTROL if is_turn(turn + k, self._share, self._seed) else STRATEGY for k in range(most)]
        control = free_in_draw_order(conn, True, turns.count(CONTROL), now) if CONTROL in turns else []
        strategy = self._ranked(conn, ANYBODY, most - len(control), now)
        if len(strategy) + len(control) < most:
            control = free_in_draw_order(conn, True, most - len(strategy), now)
        return _merged(turns, strategy, control)

    def one(self, conn: Connection, asker: Asker, turn: int, now: float) -> Drawn | None:
        """The next item that ``asker`` has the skill for."""
        streams = [CONTROL, STRATEGY] if is_turn(turn, self._share, self._seed) else [STRATEGY, CONTROL]
        for stream in streams:
            if stream == CONTROL:
                found = free_in_draw_order(conn, True, 1, now, asker)
            else:
                found = self._ranked(conn, asker, 1, now)
            if found:
                return found[0], stream
        return None

    def skipped(self, conn: Connection, most: int, now: float, asker: Asker = ANYBODY) -> list[Drawn]:
        """Skipped items, going round, so that one skipped again and again does not hide the others."""
        found = free_skipped(conn, self._skipped_after, most, now, asker)
        if len(found) < most:
            known = {row.pos for row in found}
            found += [row for row in free_skipped(conn, -1.0, most, now, asker) if row.pos not in known]
        found = found[:most]
        if found:
            self._skipped_after = found[-1].draw
        return [(row.pos, stream_of(row.control)) for row in found]

    def _ranked(self, conn: Connection, asker: Asker, most: int, now: float) -> list[int]:
        """The next ``most`` items along the ranking, then those it does not know, in random order."""
        walk = self._walk(asker)
        found = [] if walk is None else walk.take(conn, most)
        if len(found) < most:
            rest = free_in_draw_order(conn, False, most + len(found), now, asker)
            found += [row for row in rest if row not in found][: most - len(found)]
        return found

    def _walk(self, asker: Asker) -> RankingWalk | None:
        if self.ranking is None:
            return None
        if asker.tags not in self._walks:
            same = Asker("", asker.tags)
            # with skills a great part of the ranking may be for others
            patience = None if asker == ANYBODY else PATIENCE
            self._walks[asker.tags] = RankingWalk(
                self.ranking, lambda conn, rows: free_among(conn, rows, self._clock(), same), patience
            )
        return self._walks[asker.tags]


def _merged(turns: list[str], strategy: list[int], control: list[int]) -> list[Drawn]:
    """Fill the turns in order; where one stream is dry the other goes on."""
    streams = {STRATEGY: strategy[::-1], CONTROL: control[::-1]}
    drawn: list[Drawn] = []
    for turn in turns:
        other = CONTROL if turn == STRATEGY else STRATEGY
        stream = turn if streams[turn] else other
        if streams[stream]:
            drawn.append((streams[stream].pop(), stream))
    return drawn
