"""Gold items: they check annotators and are no part of what is learnt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update

from asknext.store.asker import NOT_MINE, NOT_SAID
from asknext.store.schema import LABELLED, event, item, label

__all__ = ["count_unanswered_gold", "insert_gold", "unanswered_gold"]

# these words must stand in a query as they are, or SQLite does not use the partial index
_GOLD = text("item.gold IS NOT NULL AND item.copy_of IS NULL")
_GOLD_LEFT = select(func.count()).select_from(item).where(_GOLD, NOT_SAID)
_UNANSWERED_GOLD = select(item.c.pos).where(_GOLD, NOT_SAID, NOT_MINE).order_by(item.c.draw)
_MAKE = (
    update(item)
    .where(item.c.pos == bindparam("which"))
    .values(gold=bindparam("answer"), state=LABELLED, votes=0, assigned=None)
)


def insert_gold(conn: Connection, events: Sequence[Mapping[str, Any]]) -> None:
    """Make items gold that had no such event: what they are then is what `asknext.labelling.derive` would say.

    Each mapping has uid, at, annotator, session, item, value (JSON of the right answer), stream.
    """
    conn.execute(insert(event), [{**each, "kind": "gold"} for each in events])
    conn.execute(_MAKE, [{"which": each["item"], "answer": each["value"]} for each in events])
    conn.execute(delete(label).where(label.c.item.in_([each["item"] for each in events])))


def count_unanswered_gold(conn: Connection, annotator: str) -> int:
    """How many gold items ``annotator`` has no answer on."""
    return int(conn.execute(_GOLD_LEFT, {"who": annotator}).scalar_one())


def unanswered_gold(conn: Connection, annotator: str, now: float) -> list[int]:
    """Gold items that ``annotator`` has no answer on and does not hold, in the order of ``draw``."""
    return list(conn.execute(_UNANSWERED_GOLD, {"who": annotator, "now": now}).scalars())
