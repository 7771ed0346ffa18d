"""Web sessions: only a hash of each session's token is kept."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from asknext.store.schema import web_session

__all__ = ["add_session", "drop_session", "purge_sessions", "session_expires"]


def add_session(conn: Connection, token_hash: str, created: float, expires: float) -> None:
    """Store a new session."""
    conn.execute(insert(web_session).values(token_hash=token_hash, created=created, expires=expires))


def session_expires(conn: Connection, token_hash: str) -> float | None:
    """When the session ends, or None where there is none."""
    return conn.execute(select(web_session.c.expires).where(web_session.c.token_hash == token_hash)).scalar()


def drop_session(conn: Connection, token_hash: str) -> None:
    """End a session."""
    conn.execute(delete(web_session).where(web_session.c.token_hash == token_hash))


def purge_sessions(conn: Connection, now: float) -> None:
    """Forget sessions that have ended."""
    conn.execute(delete(web_session).where(web_session.c.expires <= now))
