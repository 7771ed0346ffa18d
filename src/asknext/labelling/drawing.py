"""`Drawing`: which items come next, by kind of work and by whose turn it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.judging import JUDGED, Judging
from asknext.labelling.policy import Policy
from asknext.labelling.ranking import Ranking
from asknext.labelling.sharing import Sharing
from asknext.labelling.unanswered import Drawn, Unanswered
from asknext.project.config import Config
from asknext.store.asker import Asker
from asknext.store.queue_rows import queue_rows
from asknext.store.schema import OPEN
from asknext.store.settings import get_setting, set_setting

__all__ = ["Drawing"]

SERVED = "served"
REMEMBERED = 4


class Drawing:
    """Where everybody stands on their way along the items of one project.

    Parameters
    ----------
    policy : how many answers an item gets. clock : seconds since 1970.
    """

    def __init__(self, config: Config, policy: Policy, clock: Callable[[], float]) -> None:
        self._unanswered = Unanswered(config.control, config.seed, clock)
        self._sharing = Sharing(policy, self._unanswered, config.gold.rate, clock)
        self._judging = Judging(clock)
        self._rankings: dict[int, Ranking] = {}

    @property
    def ranking(self) -> Ranking | None:
        """The ranking that is followed now."""
        return self._unanswered.ranking

    def ranking_of(self, version: int | None) -> Ranking | None:
        """The ranking by which an item was leased, as far as it is still remembered."""
        return None if version is None else self._rankings.get(version)

    def follow(self, ranking: Ranking | None) -> None:
        """Begin at the top of ``ranking``; where there is none items come in the order of their draw."""
        self._unanswered.begin(ranking)
        if ranking is not None:
            kept = sorted(self._rankings)[-(REMEMBERED - 1) :]
            self._rankings = {each: self._rankings[each] for each in kept} | {ranking.version: ranking}

    def begin_anew(self) -> None:
        """Look again at priorities, skills, gold items and what waits for a reviewer; the ranking is followed on."""
        self._sharing.forget()
        self._judging.forget()

    def next(
        self, conn: Connection, asker: Asker, kind: str, most: int, now: float, *, tested: int | None
    ) -> Iterator[list[Drawn]]:
        """Up to ``most`` items in pieces; one is leased before the next is drawn, or it would be drawn twice.

        Parameters
        ----------
        kind : of work, ``label`` or a judgement. tested : how many items of a test may be handed out; None for real
            work.
        """
        if kind in JUDGED:
            yield self._judging.take(conn, asker, kind, most)
        elif tested is not None:
            yield from _one_by_one(min(most, tested), lambda: self._sharing.gold(conn, asker, now))
        elif self._sharing.is_needed(conn):
            yield from _one_by_one(most, lambda: self._shared(conn, asker, now))
        elif most > 0:
            yield self._plain(conn, most, now)

    def returned(self, conn: Connection, items: Iterable[int]) -> None:
        """Take note that ``items`` may be open again, so that nobody's walk passes them by."""
        given = list(items)
        for each in given:
            self._unanswered.touch(each)
        if given and (self._sharing.is_used or self._judging.is_used):
            for row in queue_rows(conn, given):
                self.changed(row, row.state, row.votes)

    def changed(self, row: Any, state: int, votes: int) -> None:
        """Take note that an item is in ``state`` with ``votes`` answers, and that somebody may have it.

        ``row`` has pos, control, draw, priority and gold.
        """
        if state == OPEN and votes == 0:
            self._unanswered.touch(row.pos)
        self._sharing.touch(row, state, votes)
        self._judging.touch(row, state)
        if row.gold is not None:
            self._sharing.touch_gold()

    def _plain(self, conn: Connection, most: int, now: float) -> list[Drawn]:
        turn = int(get_setting(conn, SERVED, 0))
        drawn = self._unanswered.take(conn, turn, most, now) or self._unanswered.skipped(conn, most, now)
        if drawn:
            set_setting(conn, SERVED, turn + len(drawn))
        return drawn

    def _shared(self, conn: Connection, asker: Asker, now: float) -> Drawn | None:
        turn = int(get_setting(conn, SERVED, 0))
        found = self._sharing.one(conn, asker, turn, now)
        if found is None:
            return None
        drawn, is_turn = found
        if is_turn:
            set_setting(conn, SERVED, turn + 1)
        return drawn


def _one_by_one(most: int, draw: Callable[[], Drawn | None]) -> Iterator[list[Drawn]]:
    for _ in range(most):
        drawn = draw()
        if drawn is not None:  # the next turn may be a gold item's
            yield [drawn]
