"""Accounts: one row a person."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from asknext.store.people.tables import person

__all__ = ["add_person", "all_persons", "change_person", "count_admins", "person_by_id", "person_by_name"]


def add_person(conn: Connection, **values: Any) -> int:
    """Store a new account (columns of ``person``); its number."""
    return int(conn.execute(insert(person).values(values).returning(person.c.id)).scalar_one())


def change_person(conn: Connection, which: int, **values: Any) -> None:
    """Change columns of an account."""
    conn.execute(update(person).where(person.c.id == which).values(values))


def person_by_id(conn: Connection, which: int) -> Any:
    """The row, or None."""
    return conn.execute(select(person).where(person.c.id == which)).first()


def person_by_name(conn: Connection, folded: str) -> Any:
    """The row of the account whose name compares as ``folded``, or None."""
    return conn.execute(select(person).where(person.c.folded == folded)).first()


def all_persons(conn: Connection) -> list[Any]:
    """Every account, by name."""
    return list(conn.execute(select(person).order_by(person.c.folded)))


def count_admins(conn: Connection) -> int:
    """How many admins can come in."""
    usable = person.c.admin & person.c.disabled.is_(None)
    return int(conn.execute(select(func.count()).select_from(person).where(usable)).scalar_one())
