"""Which items a machine is asked about next."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from asknext.labelling.ranking import Ranking
from asknext.store.machine_rows import answered_by, known_rows, open_among, open_in_draw_order

__all__ = ["MEASURED", "candidates"]

MEASURED = 200
CHUNK = 1000


def candidates(conn: Connection, annotator: str, ranking: Ranking | None, most: int) -> list[int]:
    """Up to ``most`` items in the order in which they are asked.

    A fifth is for measuring, until two hundred are: gold items, and items drawn at random that people have labelled.
    The others are open, first those that people are asked next. What the machine was asked about does not come again.
    """
    asked = answered_by(conn, annotator)
    known = [each for each in known_rows(conn, MEASURED) if each not in asked]
    measuring = known[: max(1, most // 5)] if known else []
    return measuring + _open(conn, ranking, asked, most - len(measuring))


def _open(conn: Connection, ranking: Ranking | None, asked: set[int], most: int) -> list[int]:
    found: list[int] = []
    order: Any = () if ranking is None else ranking.order
    for start in range(0, len(order), CHUNK):
        rows = [int(each) for each in order[start : start + CHUNK] if int(each) not in asked]
        free = open_among(conn, rows)
        found += [each for each in rows if each in free]
        if len(found) >= most:
            return found[:most]
    rest = open_in_draw_order(conn, most + len(asked) + len(found))
    known = asked.union(found)
    return (found + [each for each in rest if each not in known])[:most]
