"""`Judging`: which items come before a reviewer next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.stream import ADJUDICATE, REVIEW
from asknext.labelling.unanswered import Drawn
from asknext.labelling.walk import Found, Key, Walk
from asknext.store.asker import Asker
from asknext.store.judgeable_items import free_to_judge, judgeable
from asknext.store.schema import DISPUTED
from asknext.store.schema import REVIEW as REVIEWED

__all__ = ["JUDGED", "Judging"]

JUDGED = {REVIEW: REVIEWED, ADJUDICATE: DISPUTED}
"""What kind of judgement an item in which state waits for."""


class Judging:
    """The queue of reviewers, each of whom gets what they have not answered themselves.

    Parameters
    ----------
    clock : seconds since 1970.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._walks: dict[tuple[str, Asker], Walk] = {}

    def forget(self) -> None:
        """Begin anew."""
        self._walks = {}

    def take(self, conn: Connection, asker: Asker, kind: str, most: int) -> list[Drawn]:
        """The next ``most`` items that wait for a judgement of ``kind``, `REVIEW` or `ADJUDICATE`."""
        if (kind, asker) not in self._walks:
            self._walks[kind, asker] = self._walk(asker, JUDGED[kind])
        return [(which, kind) for which, _ in self._walks[kind, asker].take(conn, most)]

    @property
    def is_used(self) -> bool:
        """Whether anybody's way is remembered, so that it must be told what may be had again."""
        return bool(self._walks)

    def touch(self, row: Any, state: int) -> None:
        """Take note that an item (pos, draw) is in ``state`` and in nobody's hands."""
        for (kind, _), walk in self._walks.items():
            if JUDGED[kind] == state:
                walk.touch(row.pos, (row.draw,))

    def _walk(self, asker: Asker, state: int) -> Walk:
        def ahead(conn: Connection, after: Key | None, most: int) -> list[Found]:
            rows = free_to_judge(conn, asker, state, -1.0 if after is None else after[0], most, self._clock())
            return [(row.pos, (row.draw,)) for row in rows]

        return Walk(ahead, lambda conn, rows: judgeable(conn, asker, state, rows, self._clock()))
