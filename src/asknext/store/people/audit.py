"""The audit log: who did what, when, from where. It is only added to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select

from asknext.store.people.tables import audit

__all__ = ["add_audit", "audit_page"]


def add_audit(conn: Connection, **values: Any) -> None:
    """Add one entry."""
    conn.execute(insert(audit).values(values))


def audit_page(
    conn: Connection,
    *,
    who: str | None = None,
    what: str | None = None,
    project: str | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[Any]:
    """Entries, newest first; ``before`` is the number of the last one of the page before."""
    chosen = select(audit).order_by(audit.c.id.desc()).limit(limit)
    for column, value in ((audit.c.who, who), (audit.c.what, what), (audit.c.project, project)):
        chosen = chosen if value is None else chosen.where(column == value)
    return list(conn.execute(chosen if before is None else chosen.where(audit.c.id < before)))
