"""Every answer beside the label it helped to make, as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from asknext.store.schema import event, item, label, vote

__all__ = ["exported_votes"]

_FETCH = 5_000


def exported_votes(conn: Connection) -> Iterator[Any]:
    """(id, annotator, kind, value, at, seconds, stream, score, label as JSON text), by item and annotator."""
    query = (
        select(item.c.id, vote.c.annotator, vote.c.kind, vote.c.value, vote.c.at, vote.c.seconds, vote.c.stream)
        .add_columns(event.c.score, label.c.value.label("label"))
        .select_from(
            vote.join(item, item.c.pos == vote.c.item)
            .outerjoin(label, label.c.item == vote.c.item)
            .join(event, event.c.seq == vote.c.seq)
        )
        .order_by(vote.c.item, vote.c.annotator)
    )
    yield from conn.execute(query, execution_options={"stream_results": True, "yield_per": _FETCH})
