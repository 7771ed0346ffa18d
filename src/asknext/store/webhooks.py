"""Webhooks and what is on its way to them. The event table is the outbox: each webhook has a cursor into it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from asknext.store.schema import delivery, event, item, webhook

__all__ = [
    "FAILED",
    "SENT",
    "WAITING",
    "Webhook",
    "add_deliveries",
    "add_webhook",
    "all_webhooks",
    "change_deliveries",
    "change_delivery",
    "change_webhook",
    "count_deliveries",
    "deliveries_of",
    "drop_webhook",
    "events_after",
    "purge_deliveries",
    "waiting_deliveries",
]

WAITING, SENT, FAILED = "waiting", "sent", "failed"


@dataclass(frozen=True)
class Webhook:
    """Where events are sent: ``kinds`` of event, ``cursor`` the seq of the last one that was looked at."""

    id: int
    url: str
    secret: str
    kinds: tuple[str, ...]
    active: bool
    cursor: int
    created: float
    by: str


def all_webhooks(conn: Connection) -> list[Webhook]:
    """Every webhook, the oldest first."""
    rows = conn.execute(select(webhook).order_by(webhook.c.id)).mappings()
    return [Webhook(**{**row, "kinds": tuple(json.loads(row["kinds"]))}) for row in rows]


def add_webhook(
    conn: Connection, *, url: str, secret: str, kinds: Sequence[str], created: float, by: str, cursor: int
) -> int:
    """Store a webhook; its id."""
    values = {"url": url, "secret": secret, "kinds": json.dumps(list(kinds)), "created": created, "by": by}
    made = conn.execute(insert(webhook).values(**values, cursor=cursor)).inserted_primary_key
    assert made is not None
    return int(made[0])


def change_webhook(conn: Connection, which: int, **values: Any) -> bool:
    """Set columns of a webhook; whether there is one."""
    if "kinds" in values:
        values["kinds"] = json.dumps(list(values["kinds"]))
    return conn.execute(update(webhook).where(webhook.c.id == which).values(**values)).rowcount > 0


def drop_webhook(conn: Connection, which: int) -> bool:
    """Forget a webhook and what was on its way; whether there was one."""
    conn.execute(delete(delivery).where(delivery.c.webhook == which))
    return conn.execute(delete(webhook).where(webhook.c.id == which)).rowcount > 0


def events_after(conn: Connection, seq: int, limit: int) -> Sequence[Any]:
    """The events after ``seq``, oldest first: all columns, ``id`` of the item, ``undone_uid`` of what an undo undid."""
    undone = event.alias("undone")
    query = (
        select(event, item.c.id, undone.c.uid.label("undone_uid"))
        .join(item, item.c.pos == event.c.item)
        .outerjoin(undone, undone.c.seq == event.c.undoes)
        .where(event.c.seq > seq)
        .order_by(event.c.seq)
        .limit(limit)
    )
    return conn.execute(query).all()


def add_deliveries(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store deliveries, each with webhook, seq, payload, at; they are due at once."""
    if rows:
        conn.execute(insert(delivery), [{**row, "status": WAITING, "next_at": row["at"]} for row in rows])


def waiting_deliveries(conn: Connection, which: int, limit: int) -> Sequence[Any]:
    """What waits for a webhook in the order of the events: all columns, and ``item`` the event is about."""
    query = (
        select(delivery, event.c.item)
        .join(event, event.c.seq == delivery.c.seq)
        .where(delivery.c.webhook == which, delivery.c.status == WAITING)
        .order_by(delivery.c.seq, delivery.c.id)
        .limit(limit)
    )
    return conn.execute(query).all()


def change_delivery(conn: Connection, which: int, **values: Any) -> None:
    """Set columns of a delivery."""
    conn.execute(update(delivery).where(delivery.c.id == which).values(**values))


def change_deliveries(conn: Connection, which: int, state: str, ids: Sequence[int] | None = None, **values: Any) -> int:
    """Set columns of a webhook's deliveries in ``state``, of all or of those with ``ids``; how many there were."""
    query = update(delivery).where(delivery.c.webhook == which, delivery.c.status == state)
    if ids is not None:
        query = query.where(delivery.c.id.in_(list(ids)))
    return int(conn.execute(query.values(**values)).rowcount)


def deliveries_of(
    conn: Connection, which: int, *, status: str | None = None, before: int | None = None, limit: int = 50
) -> Sequence[Any]:
    """A webhook's deliveries, the newest first, without their payload."""
    names = ("id", "webhook", "seq", "attempts", "next_at", "status", "answer", "at")
    query = select(*(delivery.c[each] for each in names)).where(delivery.c.webhook == which)
    if status is not None:
        query = query.where(delivery.c.status == status)
    if before is not None:
        query = query.where(delivery.c.id < before)
    return conn.execute(query.order_by(delivery.c.id.desc()).limit(limit)).all()


def count_deliveries(conn: Connection) -> dict[int, dict[str, int]]:
    """webhook -> status -> how many."""
    query = select(delivery.c.webhook, delivery.c.status, func.count().label("n"))
    found: dict[int, dict[str, int]] = {}
    for row in conn.execute(query.group_by(delivery.c.webhook, delivery.c.status)):
        found.setdefault(row.webhook, {})[row.status] = row.n
    return found


def purge_deliveries(conn: Connection, before: float) -> None:
    """Forget what was sent before ``before``; what failed stays."""
    conn.execute(delete(delivery).where(delivery.c.status == SENT, delivery.c.at < before))
