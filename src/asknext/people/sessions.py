"""`Sessions`: people who have logged in, each browser by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from asknext.people.principal import Principal, roles_in, skills_in
from asknext.people.secret import hashed, new_secret
from asknext.store.database import Database, StorageFailure
from asknext.store.people.memberships import memberships_of
from asknext.store.people.sessions import (
    add_session,
    drop_old_sessions,
    drop_session,
    drop_sessions,
    session_by_hash,
    sessions_of,
    touch,
)

__all__ = ["Sessions"]

SEEN_EVERY = 60.0


class Sessions:
    """Sessions of a workspace.

    Parameters
    ----------
    idle, longest : seconds without a request, and in all, after which a session ends. clock : seconds since 1970.
    """

    def __init__(self, db: Database, *, idle: float, longest: float, clock: Callable[[], float] = time.time) -> None:
        self._db, self.idle, self.longest, self._clock = db, idle, longest, clock

    def open(self, person: int, *, address: str = "", browser: str = "") -> str:
        """A new session; the secret for the cookie, which is kept nowhere."""
        secret, now = new_secret(), self._clock()
        with self._db.write() as conn:
            drop_old_sessions(conn, now, now - self.idle)
            about = {"address": address[:100], "browser": browser[:200]}
            values = {"created": now, "seen": now, "expires": now + self.longest, **about}
            add_session(conn, token_hash=hashed(secret), person=person, **values)
        return secret

    def find(self, secret: str) -> Principal | None:
        """Who comes with ``secret``; None where it is no session, or one that has ended."""
        now = self._clock()
        with self._db.read() as conn:
            row = session_by_hash(conn, hashed(secret))
            if row is None or row.disabled is not None or row.expires <= now or row.seen + self.idle <= now:
                return None
            rows = memberships_of(conn, row.person)
        if now - row.seen > SEEN_EVERY:
            # a full disk must not shut out those who only read
            with suppress(StorageFailure), self._db.write() as conn:
                touch(conn, row.id, now)
        return Principal(row.person, row.name, row.admin, roles_in(rows), session=row.id, skills=skills_in(rows))

    def of(self, person: int) -> list[dict[str, Any]]:
        """Somebody's sessions, the one used last first."""
        now = self._clock()
        with self._db.read() as conn:
            rows = sessions_of(conn, person, now, now - self.idle)
        names = ("id", "created", "seen", "expires", "address", "browser")
        return [{name: getattr(each, name) for name in names} for each in rows]

    def end(self, which: int, owner: int) -> bool:
        """End one session of ``owner``; whether there was one."""
        with self._db.write() as conn:
            return drop_session(conn, which, owner)

    def end_all(self, owner: int, *, but: int | None = None) -> None:
        """End every session of ``owner``, or every other one."""
        with self._db.write() as conn:
            drop_sessions(conn, owner, but=but)
