"""Links that make an account or a new password, once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from asknext.store.people.tables import invitation

__all__ = [
    "add_invitation",
    "invitation_by_hash",
    "invitation_by_id",
    "open_invitations",
    "use_invitation",
    "use_project_invitations",
]


def add_invitation(conn: Connection, **values: Any) -> int:
    """Store a new invitation; its number."""
    return int(conn.execute(insert(invitation).values(values).returning(invitation.c.id)).scalar_one())


def invitation_by_hash(conn: Connection, token_hash: str) -> Any:
    """The row, used or not, or None."""
    return conn.execute(select(invitation).where(invitation.c.token_hash == token_hash)).first()


def invitation_by_id(conn: Connection, which: int) -> Any:
    """The row, used or not, or None."""
    return conn.execute(select(invitation).where(invitation.c.id == which)).first()


def use_invitation(conn: Connection, which: int, at: float, by: str) -> bool:
    """Use it up; False where that had happened before."""
    unused = (invitation.c.id == which) & invitation.c.used.is_(None)
    return conn.execute(update(invitation).where(unused).values(used=at, used_by=by)).rowcount > 0


def use_project_invitations(conn: Connection, project: str, at: float, by: str) -> int:
    """Use up all of a project that were not used; how many they were."""
    unused = (invitation.c.project == project) & invitation.c.used.is_(None)
    return conn.execute(update(invitation).where(unused).values(used=at, used_by=by)).rowcount


def open_invitations(conn: Connection, now: float, project: str | None) -> list[Any]:
    """Those of ``project`` (None: of the whole server) that can still be used, newest first."""
    usable = invitation.c.used.is_(None) & (invitation.c.expires > now)
    own = invitation.c.project.is_(None) if project is None else invitation.c.project == project
    return list(conn.execute(select(invitation).where(usable & own).order_by(invitation.c.id.desc())))
