"""`AuditLog`: who did what, when, from where."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from asknext.store.database import Database
from asknext.store.people.audit import add_audit, audit_page

__all__ = ["REFUSED", "AuditLog"]

REFUSED = "refused"
LONGEST = 200


class AuditLog:
    """The log of a workspace; it can be added to and read.

    Parameters
    ----------
    clock : seconds since 1970.
    """

    def __init__(self, db: Database, *, clock: Callable[[], float] = time.time) -> None:
        self._db, self._clock = db, clock

    def add(
        self,
        who: str,
        what: str,
        *,
        outcome: str = "ok",
        project: str | None = None,
        subject: str | None = None,
        address: str = "",
        detail: Mapping[str, Any] | None = None,
        conn: Connection | None = None,
    ) -> None:
        """Add an entry; with ``conn`` in the transaction of what it tells of, so that neither is without the other."""
        values = {
            "at": self._clock(),
            "who": who[:LONGEST],
            "what": what,
            "outcome": outcome,
            "project": project,
            "subject": None if subject is None else subject[:LONGEST],
            "address": address[:LONGEST],
            "detail": json.dumps(dict(detail or {}), ensure_ascii=False),
        }
        if conn is not None:
            add_audit(conn, **values)
            return
        with self._db.write() as own:
            add_audit(own, **values)

    def page(self, **chosen: Any) -> list[dict[str, Any]]:
        """Entries, newest first; ``who``, ``what``, ``project``, ``before`` (a number) and ``limit`` choose."""
        with self._db.read() as conn:
            rows = audit_page(conn, **chosen)
        return [{**each._mapping, "detail": json.loads(each.detail)} for each in rows]
