"""Accounts elsewhere, by which people come in."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from asknext.store.people.tables import external_account

__all__ = ["add_external_account", "person_of_external_account"]


def person_of_external_account(conn: Connection, issuer: str, subject: str) -> int | None:
    """The number of the person who comes in by it, or None."""
    found = (external_account.c.issuer == issuer) & (external_account.c.subject == subject)
    return conn.execute(select(external_account.c.person).where(found)).scalar()


def add_external_account(conn: Connection, issuer: str, subject: str, person: int, at: float) -> None:
    """Let a person come in by it."""
    conn.execute(insert(external_account).values(issuer=issuer, subject=subject, person=person, at=at))
