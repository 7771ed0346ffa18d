"""What a map of the whole pool shows of each item, read in one pass for a million of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, and_, case, func, select

from asknext.store.schema import event, item, label, ranking

__all__ = [
    "CONTROL_MARK",
    "COPY_MARK",
    "FLAGGED_MARK",
    "STATE_MARKS",
    "copies",
    "group_of",
    "item_marks",
    "items_of_group",
    "label_marks",
    "rounds_of",
]

STATE_MARKS, FLAGGED_MARK, CONTROL_MARK, COPY_MARK = 7, 8, 16, 32
_MARKS = (
    item.c.state
    + case((item.c.flagged, FLAGGED_MARK), else_=0)
    + case((item.c.control, CONTROL_MARK), else_=0)
    + case((item.c.copy_of.is_not(None), COPY_MARK), else_=0)
)


def item_marks(conn: Connection) -> npt.NDArray[np.uint8]:
    """(n,) uint8: the state in the lowest three bits, and the marks above, in order of position."""
    return np.fromiter((row[0] for row in _rows(conn, select(_MARKS).order_by(item.c.pos))), dtype=np.uint8)


def copies(conn: Connection) -> Iterator[tuple[int, int]]:
    """(pos, pos of its first) of every copy."""
    yield from _rows(conn, select(item.c.pos, item.c.copy_of).where(item.c.copy_of.is_not(None)))


def label_marks(conn: Connection) -> Iterator[tuple[int, str, str, int | None]]:
    """(item, value as JSON text, annotator, ranking it was asked by) of every label."""
    query = select(label.c.item, label.c.value, label.c.annotator, event.c.ranking)
    yield from _rows(conn, query.join(event, event.c.seq == label.c.seq))


def rounds_of(conn: Connection) -> list[int]:
    """The versions of all rankings, oldest first."""
    return [int(row[0]) for row in _rows(conn, select(ranking.c.version).order_by(ranking.c.version))]


def group_of(conn: Connection, which: int) -> str | None:
    """The group of an item, or None."""
    found = conn.execute(select(item.c.grp).where(item.c.pos == which)).scalar()
    return None if found is None else str(found)


def items_of_group(conn: Connection, group: str, limit: int) -> Sequence[Any]:
    """(pos, id, content, meta, state, labelled) of the first items of a group, in order of position."""
    columns = (item.c.pos, item.c.id, item.c.content, item.c.meta, item.c.state)
    original = func.coalesce(item.c.copy_of, item.c.pos)
    query = select(*columns, label.c.item.is_not(None).label("labelled")).select_from(
        item.outerjoin(label, and_(label.c.item == original))
    )
    return conn.execute(query.where(item.c.grp == group).order_by(item.c.pos).limit(limit)).all()


def _rows(conn: Connection, query: Any) -> Iterator[Any]:
    """Rows of the driver, past SQLAlchemy's own: there may be a million."""
    compiled = query.compile(dialect=conn.dialect, compile_kwargs={"literal_binds": True})
    rows: Any = conn.exec_driver_sql(str(compiled).replace("%%", "%")).cursor
    yield from rows
