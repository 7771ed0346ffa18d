"""Items as people look at them: a page of the list, one item, a search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, or_, select, text

from asknext.store.schema import DISPUTED, IGNORED, LABELLED, OPEN, REJECTED, REVIEW, SKIPPED, item, label

__all__ = ["STATES", "count_items_like", "item_page", "item_rows", "items_with_ids", "newest_item"]

STATES = {
    "open": OPEN,
    "labelled": LABELLED,
    "skipped": SKIPPED,
    "ignored": IGNORED,
    "review": REVIEW,
    "rejected": REJECTED,
    "disputed": DISPUTED,
}

_COLUMNS = (
    item.c.pos,
    item.c.id,
    item.c.content,
    item.c.meta,
    item.c.grp,
    item.c.copy_of,
    item.c.control,
    item.c.state,
    item.c.flagged,
    item.c.wanted,
    item.c.gold,
    item.c.facts,
)
_ROWS = select(*_COLUMNS).where(item.c.pos.in_(bindparam("among", expanding=True)))


def item_rows(conn: Connection, items: Sequence[int]) -> dict[int, Any]:
    """pos -> (pos, id, content, meta, grp, copy_of, control, state, flagged, wanted, gold, facts)."""
    return {row.pos: row for row in conn.execute(_ROWS, {"among": list(items)})}


def items_with_ids(conn: Connection, ids: Sequence[str]) -> dict[str, int]:
    """id -> pos for those of ``ids`` that exist."""
    found = conn.execute(select(item.c.id, item.c.pos).where(item.c.id.in_(list(ids))))
    return {row.id: row.pos for row in found}


def item_page(
    conn: Connection,
    *,
    search: str = "",
    state: str = "all",
    value: str | None = None,
    control: bool | None = None,
    after: int = -1,
    limit: int = 50,
) -> Sequence[Any]:
    """A page of items after position ``after``, in order of position, with label, annotator and time.

    Parameters
    ----------
    search : part of the content or of the id, whatever its case; empty for all.
    state : a key of `STATES`, ``flagged`` or ``all``. value : a class id that the label holds.
    """
    query = _filtered(_page_columns(), search, state, value, control)
    return conn.execute(query.where(item.c.pos > after).order_by(item.c.pos).limit(limit)).all()


def count_items_like(
    conn: Connection, *, search: str = "", state: str = "all", value: str | None = None, control: bool | None = None
) -> int:
    """How many items `item_page` would go through."""
    return int(conn.execute(_filtered(_count_columns(), search, state, value, control)).scalar_one())


def _joined() -> Any:
    # a copy has its first one's label
    return item.outerjoin(label, label.c.item == func.coalesce(item.c.copy_of, item.c.pos))


def _page_columns() -> Select[Any]:
    return select(*_COLUMNS, label.c.value, label.c.annotator, label.c.at, label.c.stream).select_from(_joined())


def _count_columns() -> Select[Any]:
    return select(func.count()).select_from(_joined())


def _filtered(query: Select[Any], search: str, state: str, value: str | None, control: bool | None) -> Select[Any]:
    if search:
        query = query.where(or_(_contains(item.c.content, search), _contains(item.c.id, search)))
    if state == "flagged":
        query = query.where(text("item.flagged"))
    elif state == "labelled":
        query = query.where(label.c.item.is_not(None))
    elif state == "open":
        query = query.where(item.c.state == OPEN, label.c.item.is_(None))
    elif state != "all":
        query = query.where(item.c.state == STATES[state])
    if value is not None:
        query = query.where(_contains(label.c.value, f'"{value}"'))
    if control is not None:
        query = query.where(item.c.control == control)
    return query


def _contains(column: Any, part: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.icontains(part, autoescape=True)
    return found


def newest_item(conn: Connection) -> int | None:
    """The position of the last item, or None where there is none."""
    return conn.execute(select(func.max(item.c.pos))).scalar()
