"""`Walk` and `RankingWalk`: going along items in an order, each looked at once, with those that came back first."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Any

from asknext.labelling.ranking import Ranking

__all__ = ["RankingWalk", "Walk"]

CHUNK, LARGEST_CHUNK = 64, 4096
LONGEST_HEAP = 10_000

Key = tuple[float, ...]
Found = tuple[int, Key]


class Walk:
    """One person's way along items that are ordered by a key which an index knows.

    Items that cannot be had when the walk comes by are passed for good; whoever makes one free says so with `touch`.

    Parameters
    ----------
    ahead : (key of the last item seen or None, how many) -> items that can be had, in order, with their keys.
    free : items -> those of them that can be had now.
    """

    def __init__(
        self, ahead: Callable[[Any, Key | None, int], list[Found]], free: Callable[[Any, list[int]], set[int]]
    ) -> None:
        self._ahead, self._free = ahead, free
        self.restart()

    def restart(self) -> None:
        """Begin at the first item again."""
        self._cursor: Key | None = None
        self._ended = False
        self._back: list[tuple[Key, int]] = []

    def touch(self, which: int, key: Key) -> None:
        """Take note that an item may be had (again)."""
        if not (self._ended or (self._cursor is not None and key <= self._cursor)):
            return  # it lies ahead
        heapq.heappush(self._back, (key, which))
        if len(self._back) > LONGEST_HEAP:  # of somebody who went away: going along the index once is cheaper
            self.restart()

    def take(self, conn: Any, most: int) -> list[Found]:
        """The next ``most`` items with their keys, fewer where there are no more."""
        found = self._take_back(conn, most)
        if len(found) < most and not self._ended:
            known = {which for which, _ in found}
            fresh = self._ahead(conn, self._cursor, most - len(found))
            self._ended = len(fresh) < most - len(found)
            self._cursor = fresh[-1][1] if fresh else self._cursor
            found += [each for each in fresh if each[0] not in known]
        return found

    def _take_back(self, conn: Any, most: int) -> list[Found]:
        found: dict[int, Key] = {}
        while self._back and len(found) < most:
            key, which = heapq.heappop(self._back)
            if which not in found and self._free(conn, [which]):
                found[which] = key
        return list(found.items())


class RankingWalk:
    """The way of all who have the same skills along a ranking.

    Parameters
    ----------
    free : items -> those of them that the strategy may ask now. patience : after so many pieces of the ranking the
        walk stops for now, however little it has found; None goes on to the end.
    """

    def __init__(
        self, ranking: Ranking, free: Callable[[Any, list[int]], set[int]], patience: int | None = None
    ) -> None:
        self._ranking, self._free, self._patience = ranking, free, patience
        self._cursor = 0
        self._back: list[int] = []

    def touch(self, which: int) -> None:
        """Take note that an item may be had again."""
        place = self._ranking.place(which)
        if place is not None and place < self._cursor:
            heapq.heappush(self._back, place)

    def take(self, conn: Any, most: int) -> list[int]:
        """The next ``most`` items, fewer where there are no more, or where too many that cannot be had lie between."""
        found = self._take_back(conn, most)
        chunk, pieces = CHUNK, 0
        while len(found) < most and self._cursor < len(self._ranking.order) and pieces != self._patience:
            found += self._take_ahead(conn, most - len(found), chunk)
            chunk, pieces = min(2 * chunk, LARGEST_CHUNK), pieces + 1
        return found

    def _take_back(self, conn: Any, most: int) -> list[int]:
        found: list[int] = []
        while self._back and len(found) < most:
            row = int(self._ranking.order[heapq.heappop(self._back)])
            if row not in found and self._free(conn, [row]):
                found.append(row)
        return found

    def _take_ahead(self, conn: Any, most: int, chunk: int) -> list[int]:
        rows = self._ranking.order[self._cursor : self._cursor + chunk].tolist()
        free = self._free(conn, rows)
        places = [place for place, row in enumerate(rows) if row in free][:most]
        self._cursor += places[-1] + 1 if len(places) == most else len(rows)
        return [rows[place] for place in places]
