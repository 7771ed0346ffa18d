"""Gold items in bulk: they check annotators and are no part of what is learnt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from asknext.store.schema import LABELLED, event, item, label

__all__ = ["insert_gold"]

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
