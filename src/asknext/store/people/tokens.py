"""Tokens of programs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from asknext.store.people.tables import person, person_token

__all__ = ["add_token", "revoke_token", "revoke_tokens", "token_by_hash", "tokens_of", "touch_token"]


def add_token(conn: Connection, **values: Any) -> int:
    """Store a new token; its number."""
    return int(conn.execute(insert(person_token).values(values).returning(person_token.c.id)).scalar_one())


def token_by_hash(conn: Connection, token_hash: str) -> Any:
    """The token with its owner's account name (``owner``), admin and disabled, or None."""
    columns = (person_token, person.c.name.label("owner"), person.c.admin, person.c.disabled)
    joined = select(*columns).join(person, person.c.id == person_token.c.person)
    return conn.execute(joined.where(person_token.c.token_hash == token_hash)).first()


def tokens_of(conn: Connection, which: int) -> list[Any]:
    """The tokens of one person that were not revoked, newest first."""
    own = (person_token.c.person == which) & person_token.c.revoked.is_(None)
    return list(conn.execute(select(person_token).where(own).order_by(person_token.c.id.desc())))


def touch_token(conn: Connection, which: int, at: float) -> None:
    """Note that a token was used."""
    conn.execute(update(person_token).where(person_token.c.id == which).values(seen=at))


def revoke_token(conn: Connection, which: int, owner: int, at: float) -> bool:
    """End one token of ``owner``; whether there was one."""
    own = (person_token.c.id == which) & (person_token.c.person == owner) & person_token.c.revoked.is_(None)
    return conn.execute(update(person_token).where(own).values(revoked=at)).rowcount > 0


def revoke_tokens(conn: Connection, owner: int, at: float) -> None:
    """End every token of ``owner``."""
    own = (person_token.c.person == owner) & person_token.c.revoked.is_(None)
    conn.execute(update(person_token).where(own).values(revoked=at))
