"""What the server itself keeps: small facts, sessions, webhooks and long jobs."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text, text

from asknext.store.schema.metadata import metadata, only

__all__ = ["delivery", "job", "setting", "web_session", "webhook"]

setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

web_session = Table(
    "web_session",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("created", Float, nullable=False),
    Column("expires", Float, nullable=False),
)

# The event table is the outbox: cursor is the seq of the last event that was looked at for this webhook.
# kinds: JSON list of the kinds of event that are sent.
webhook = Table(
    "webhook",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("url", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("kinds", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("cursor", Integer, nullable=False, server_default=text("0")),
    Column("created", Float, nullable=False),
    Column("by", Text, nullable=False),
    sqlite_autoincrement=True,
)

# seq: of the event. status: waiting | sent | failed. next_at: when it is tried again. answer: what came back.
delivery = Table(
    "delivery",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("webhook", Integer, ForeignKey("webhook.id", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("payload", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("next_at", Float, nullable=False),
    Column("status", Text, nullable=False),
    Column("answer", Text),
    Column("at", Float, nullable=False),
    sqlite_autoincrement=True,
)
Index("ix_delivery_webhook", delivery.c.webhook, delivery.c.id)
Index("ix_delivery_due", delivery.c.next_at, **only("status = 'waiting'"))

# status: running | done | failed | stopped. result: JSON.
job = Table(
    "job",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Float, nullable=False),
    Column("total", Integer, nullable=False, server_default=text("0")),
    Column("done", Integer, nullable=False, server_default=text("0")),
    Column("failed", Integer, nullable=False, server_default=text("0")),
    Column("status", Text, nullable=False),
    Column("result", Text),
    sqlite_autoincrement=True,
)
