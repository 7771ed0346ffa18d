"""What a machine has answered, and which items it may be asked next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, text

from asknext.store.schema import event, item, label

__all__ = ["answered_by", "judged_answers", "known_rows", "open_among", "open_in_draw_order", "suggested_on"]

_MACHINE = "machine"
_OPEN_AMONG = select(item.c.pos).where(
    item.c.pos.in_(bindparam("among", expanding=True)),
    text("+item.state = 0 AND item.copy_of IS NULL AND item.gold IS NULL"),
    item.c.control.is_(False),
)
_SUGGESTED = (
    select(event.c.item, event.c.annotator, event.c.value, event.c.score)
    .where(event.c.item.in_(bindparam("among", expanding=True)), event.c.stream == _MACHINE)
    .where(event.c.kind.in_(["label", "suggest"]), event.c.value.is_not(None))
    .order_by(event.c.seq)
)


def answered_by(conn: Connection, annotator: str) -> set[int]:
    """The items that ``annotator`` was asked about, whatever came of it."""
    return set(conn.execute(select(event.c.item).where(event.c.annotator == annotator)).scalars())


def open_among(conn: Connection, among: Sequence[int]) -> set[int]:
    """Those of ``among`` that are open for the strategy: no copies, no gold items, outside the control reserve."""
    return set(conn.execute(_OPEN_AMONG, {"among": list(among)}).scalars())


def open_in_draw_order(conn: Connection, limit: int) -> list[int]:
    """Open items outside the control reserve in the order of their draw."""
    query = select(item.c.pos).where(text("item.state = 0 AND item.copy_of IS NULL"), item.c.control.is_(False))
    return list(conn.execute(query.where(item.c.gold.is_(None)).order_by(item.c.draw).limit(limit)).scalars())


def known_rows(conn: Connection, limit: int) -> list[int]:
    """Items by which an annotator can be measured: gold ones, and those of the control reserve that people labelled."""
    gold = select(item.c.pos, item.c.draw).where(item.c.gold.is_not(None))
    drawn = (
        select(item.c.pos, item.c.draw)
        .join(label, label.c.item == item.c.pos)
        .where(item.c.control, label.c.stream != _MACHINE)
    )
    query = gold.union(drawn).order_by("draw").limit(limit)
    return [row.pos for row in conn.execute(query)]


def judged_answers(conn: Connection, annotator: str) -> list[Any]:
    """(value, score, gold, control, label, seen) of a machine's answers on items of which more is known.

    ``seen`` : whether the label came after the answer, so that whoever gave it may have seen the answer.
    """
    query = (
        select(
            *(event.c.value, event.c.score, item.c.gold, item.c.control),
            label.c.value.label("label"),
            (label.c.at >= event.c.at).label("seen"),
        )
        .join(item, item.c.pos == event.c.item)
        .outerjoin(label, label.c.item == event.c.item)
        .where(event.c.annotator == annotator, event.c.stream == _MACHINE, event.c.value.is_not(None))
        .where(or_(item.c.gold.is_not(None), label.c.stream != _MACHINE))
    )
    return list(conn.execute(query))


def suggested_on(conn: Connection, items: Sequence[int]) -> list[Any]:
    """(item, annotator, value, score) of what machines said of ``items``, oldest first."""
    return list(conn.execute(_SUGGESTED, {"among": list(items)})) if items else []
