"""Items with labels that are annotations, as an export of media wants them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from asknext.store.schema import event, item, label

__all__ = ["annotated_rows"]


def annotated_rows(conn: Connection, *, only_labelled: bool) -> Iterator[Any]:
    """(id, content, meta, grp, facts, value, annotator, at, stream, decided, votes, confidence, seconds, strategy,
    score) of every item, or of those with a label, in order; a copy has the label of its first."""
    query = select(
        *(item.c.id, item.c.content, item.c.meta, item.c.grp, item.c.facts),
        *(label.c.value, label.c.annotator, label.c.at, label.c.stream),
        *(label.c.decided, label.c.votes, label.c.confidence),
        *(event.c.seconds, event.c.strategy, event.c.score),
    ).select_from(
        item.join(
            label, label.c.item == func.coalesce(item.c.copy_of, item.c.pos), isouter=not only_labelled
        ).outerjoin(event, event.c.seq == label.c.seq)
    )
    with conn.execute(query.order_by(item.c.pos), execution_options={"stream_results": True}) as rows:
        yield from rows
