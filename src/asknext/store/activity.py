"""The event table in bulk, for the numbers of who did what when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Integer, case, func, literal, select, text

from asknext.store.schema import event, item, label, label_class, lease, ranking, round_

__all__ = [
    "BLOCK",
    "activity_after",
    "answered_between",
    "board_marker",
    "count_started",
    "label_facts",
    "lease_holders",
    "state_counts",
]

BLOCK = 50_000


def activity_after(conn: Connection, seq: int) -> Iterator[Sequence[Any]]:
    """Blocks of (seq, at, annotator, item, kind, seconds, stream, undoes, current), oldest first, after ``seq``."""
    current = case((event.c.current, 1), else_=literal(0, Integer))
    columns = (event.c.seq, event.c.at, event.c.annotator, event.c.item, event.c.kind, event.c.seconds)
    query = select(*columns, event.c.stream, event.c.undoes, current).order_by(event.c.seq).limit(BLOCK)
    while True:
        compiled = query.where(event.c.seq > seq).compile(dialect=conn.dialect, compile_kwargs={"literal_binds": True})
        # past SQLAlchemy's row objects: there may be a million
        rows = conn.exec_driver_sql(str(compiled)).cursor.fetchall()
        if rows:
            yield rows
        if len(rows) < BLOCK:
            return
        seq = rows[-1][0]


def board_marker(conn: Connection) -> tuple[Any, ...]:
    """What changes when any number of the dashboard may have changed, but for leases and the time."""
    queries = (
        select(func.max(event.c.seq)),
        select(func.max(item.c.pos)),
        select(func.max(ranking.c.version)),
        select(func.length(round_.c.result)).order_by(round_.c.ranking.desc()).limit(1),
        select(func.count()).select_from(label_class),
    )
    return tuple(conn.execute(query).scalar() for query in queries)


def state_counts(conn: Connection) -> dict[int, int]:
    """State -> how many items are in it, but for the open ones."""
    rows = conn.execute(
        select(item.c.state, func.count().label("n")).where(text("item.state <> 0")).group_by(item.c.state)
    )
    return {row.state: row.n for row in rows}


def count_started(conn: Connection) -> int:
    """Open items that have an answer and wait for another one."""
    started = text("item.state = 0 AND item.votes <> 0 AND item.copy_of IS NULL")
    return int(conn.execute(select(func.count()).select_from(item).where(started)).scalar_one())


def lease_holders(conn: Connection, now: float) -> list[Any]:
    """(annotator, held, stale, taken): items in each one's hands, those whose time is over, and the oldest's time."""
    over = func.sum(case((lease.c.expires <= now, 1), else_=0)).label("stale")
    held = func.sum(case((lease.c.expires > now, 1), else_=0)).label("held")
    query = select(lease.c.annotator, held, over, func.min(lease.c.taken).label("taken"))
    return list(conn.execute(query.group_by(lease.c.annotator).order_by(lease.c.annotator)))


def label_facts(conn: Connection) -> dict[str, dict[str, int]]:
    """{streams, decided}: how many labels came by each stream, and how answers became them."""
    found: dict[str, dict[str, int]] = {}
    for name, column in (("streams", label.c.stream), ("decided", func.coalesce(label.c.decided, "vote"))):
        rows = conn.execute(select(column.label("what"), func.count().label("n")).group_by(column).order_by(column))
        found[name] = {row.what: row.n for row in rows}
    return found


def answered_between(conn: Connection) -> tuple[float | None, float | None]:
    """When the first and the newest label was given."""
    row = conn.execute(select(func.min(label.c.at), func.max(label.c.at))).one()
    return row[0], row[1]
