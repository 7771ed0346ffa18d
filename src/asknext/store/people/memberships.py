"""Who is what in which project."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from asknext.store.people.tables import membership, person

__all__ = ["drop_membership", "drop_project_memberships", "members_of", "memberships_of", "set_membership"]


def set_membership(conn: Connection, which: int, project: str, **values: Any) -> None:
    """Add or change a role; ``values`` are columns of ``membership``."""
    own = (membership.c.person == which) & (membership.c.project == project)
    if conn.execute(update(membership).where(own).values(values)).rowcount == 0:
        conn.execute(insert(membership).values(person=which, project=project, **values))


def drop_membership(conn: Connection, which: int, project: str) -> bool:
    """Take somebody out of a project; whether they were in it."""
    own = (membership.c.person == which) & (membership.c.project == project)
    return conn.execute(delete(membership).where(own)).rowcount > 0


def drop_project_memberships(conn: Connection, project: str) -> int:
    """Take everybody out of a project; how many they were."""
    return conn.execute(delete(membership).where(membership.c.project == project)).rowcount


def memberships_of(conn: Connection, which: int) -> list[Any]:
    """The roles of one person: (project, role, skills, ...)."""
    return list(conn.execute(select(membership).where(membership.c.person == which).order_by(membership.c.project)))


def members_of(conn: Connection, project: str) -> list[Any]:
    """The people of one project with name, role, skills and whether they are disabled, by name."""
    columns = (person.c.id, person.c.name, person.c.disabled, membership.c.role, membership.c.skills, membership.c.at)
    joined = select(*columns).join(membership, membership.c.person == person.c.id)
    return list(conn.execute(joined.where(membership.c.project == project).order_by(person.c.folded)))
