"""Labels and open items in bulk, for training."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select, text

from asknext.store.schema import DISPUTED, IGNORED, REJECTED, SKIPPED, event, item, label

__all__ = [
    "all_labels",
    "count_passed_over",
    "draw_frontier",
    "labelling_seconds",
    "open_strategy_rows",
    "sample_in_draw_order",
]


def all_labels(conn: Connection) -> list[Any]:
    """(item, value as JSON text, seq, control, draw) of every labelled item, in order of item."""
    query = (
        select(label.c.item, label.c.value, label.c.seq, item.c.control, item.c.draw)
        .join(item, item.c.pos == label.c.item)
        .order_by(label.c.item)
    )
    return list(conn.execute(query))


def draw_frontier(conn: Connection) -> float:
    """How far the control reserve is answered: the smallest ``draw`` of one of its items that is open, else 1.

    The reserve items below it are a random sample of all items, whatever gave them their labels; those above it may
    have been picked.
    """
    query = select(func.min(item.c.draw)).where(text("item.state = 0 AND item.copy_of IS NULL"), item.c.control)
    found = conn.execute(query).scalar()
    return 1.0 if found is None else float(found)


_NO_LABEL = (SKIPPED, IGNORED, REJECTED, DISPUTED)


def count_passed_over(conn: Connection, frontier: float) -> int:
    """Reserve items below ``frontier`` that have no label for now: skipped, ignored, sent back or disputed."""
    query = select(func.count()).where(
        item.c.state.in_(_NO_LABEL), item.c.copy_of.is_(None), item.c.control, item.c.draw < frontier
    )
    return int(conn.execute(query.where(text("item.state <> 0"))).scalar_one())


def open_strategy_rows(conn: Connection) -> list[int]:
    """Items the strategy may ask: open, no copies, outside the control reserve; in order of item."""
    query = select(item.c.pos).where(text("item.state = 0 AND item.copy_of IS NULL"), item.c.control.is_(False))
    return sorted(conn.execute(query).scalars())


def sample_in_draw_order(conn: Connection, control: bool, most: int) -> list[int]:
    """The first ``most`` items of the control reserve, or outside it, in the order of ``draw``; asked or not."""
    query = (
        select(item.c.pos)
        .where(item.c.control == control, item.c.copy_of.is_(None), item.c.state != IGNORED)
        .order_by(item.c.draw)
        .limit(most)
    )
    return list(conn.execute(query).scalars())


def labelling_seconds(conn: Connection) -> float:
    """Seconds that people have spent on answers."""
    query = select(func.sum(event.c.seconds)).where(event.c.kind.in_(["label", "skip", "ignore"]))
    return float(conn.execute(query).scalar() or 0.0)
