"""Browser sessions of people who have logged in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from asknext.store.people.tables import person, person_session

__all__ = [
    "add_session",
    "drop_old_sessions",
    "drop_session",
    "drop_sessions",
    "session_by_hash",
    "sessions_of",
    "touch",
]


def add_session(conn: Connection, **values: Any) -> int:
    """Store a new session; its number."""
    return int(conn.execute(insert(person_session).values(values).returning(person_session.c.id)).scalar_one())


def session_by_hash(conn: Connection, token_hash: str) -> Any:
    """The session with its person's name, admin and disabled, or None."""
    columns = (person_session, person.c.name, person.c.admin, person.c.disabled)
    joined = select(*columns).join(person, person.c.id == person_session.c.person)
    return conn.execute(joined.where(person_session.c.token_hash == token_hash)).first()


def sessions_of(conn: Connection, which: int, now: float, idle_since: float) -> list[Any]:
    """The sessions of one person that have not ended, the one used last first."""
    alive = (person_session.c.person == which) & (person_session.c.expires > now) & (person_session.c.seen > idle_since)
    return list(conn.execute(select(person_session).where(alive).order_by(person_session.c.seen.desc())))


def touch(conn: Connection, which: int, at: float) -> None:
    """Note that a session was used."""
    conn.execute(update(person_session).where(person_session.c.id == which).values(seen=at))


def drop_session(conn: Connection, which: int, owner: int) -> bool:
    """End one session of ``owner``; whether there was one."""
    own = (person_session.c.id == which) & (person_session.c.person == owner)
    return conn.execute(delete(person_session).where(own)).rowcount > 0


def drop_sessions(conn: Connection, owner: int, *, but: int | None = None) -> None:
    """End every session of ``owner`` but one."""
    own = person_session.c.person == owner
    conn.execute(delete(person_session).where(own if but is None else own & (person_session.c.id != but)))


def drop_old_sessions(conn: Connection, now: float, idle_since: float) -> None:
    """Forget sessions that have ended by themselves."""
    over = (person_session.c.expires <= now) | (person_session.c.seen <= idle_since)
    conn.execute(delete(person_session).where(over))
