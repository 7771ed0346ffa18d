"""`Members`: who is what in which project."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection

from asknext.errors import InputError, UnknownName
from asknext.people.audit_log import AuditLog
from asknext.people.identity import Identity
from asknext.people.refusal import Forbidden, Unknown
from asknext.people.role import PROJECT_ROLES, Role
from asknext.store.database import Database
from asknext.store.people.invitations import use_project_invitations
from asknext.store.people.memberships import (
    drop_membership,
    drop_project_memberships,
    members_of,
    memberships_of,
    set_membership,
)
from asknext.store.people.persons import person_by_id

__all__ = ["Members", "checked_role", "checked_skills"]

MOST_SKILLS, LONGEST_SKILL = 50, 80


class Members:
    """The roles of a workspace's people. ``by`` is whoever does it, as they are in that project.

    Parameters
    ----------
    clock : seconds since 1970.
    """

    def __init__(self, db: Database, log: AuditLog, *, clock: Callable[[], float] = time.time) -> None:
        self._db, self._log, self._clock = db, log, clock

    def of(self, project: str) -> list[dict[str, Any]]:
        """The people of a project: id, name, role, skills, disabled."""
        with self._db.read() as conn:
            rows = members_of(conn, project)
        return [
            {
                "id": each.id,
                "name": each.name,
                "role": each.role,
                "skills": json.loads(each.skills),
                "disabled": each.disabled is not None,
            }
            for each in rows
        ]

    def put(
        self, person: int, project: str, role: str, skills: Sequence[str], *, by: Identity, address: str = ""
    ) -> None:
        """Give somebody a role and skills in a project.

        Raises
        ------
        Forbidden : it is oneself, or the role is wider than one's own. InputError : there is no such role.
        """
        given, tags = checked_role(role, by), checked_skills(skills)
        if person == by.person:
            raise Forbidden("Nobody changes their own role: ask another manager or an admin.")
        with self._db.write() as conn:
            before = [each for each in memberships_of(conn, person) if each.project == project]
            _check_not_wider(before, by)
            values = {"role": given, "skills": json.dumps(tags, ensure_ascii=False), "at": self._clock()}
            set_membership(conn, person, project, by=by.name, **values)
            detail = {"role": given, "before": before[0].role if before else None, "skills": tags}
            name, add = _name(conn, person), self._log.add
            add(by.name, "role.set", project=project, subject=name, address=address, detail=detail, conn=conn)

    def change(
        self, person: int, project: str, role: str, skills: Sequence[str], *, by: Identity, address: str = ""
    ) -> None:
        """Change what somebody is who is in the project already.

        Raises
        ------
        Unknown : they are not. Forbidden, InputError : as `put`.
        """
        if all(each["id"] != person for each in self.of(project)):
            raise Unknown(f"There is no person {person} in this project.")
        self.put(person, project, role, skills, by=by, address=address)

    def drop(self, person: int, project: str, *, by: Identity, address: str = "") -> None:
        """Take somebody out of a project.

        Raises
        ------
        Forbidden : their role is wider than one's own. Unknown : they are not in it.
        """
        with self._db.write() as conn:
            before = [each for each in memberships_of(conn, person) if each.project == project]
            _check_not_wider(before, by)
            if not drop_membership(conn, person, project):
                raise Unknown(f"There is no person {person} in this project.")
            name = _name(conn, person)
            self._log.add(by.name, "role.drop", project=project, subject=name, address=address, conn=conn)

    def drop_all(self, project: str, *, by: str) -> None:
        """Take everybody out of a project, and withdraw the invitations to it: it is gone, or is another one now."""
        with self._db.write() as conn:
            dropped = drop_project_memberships(conn, project)
            dropped += use_project_invitations(conn, project, self._clock(), by)
            if dropped:
                self._log.add(by, "project.remove", project=project, detail={"dropped": dropped}, conn=conn)


def checked_role(role: str, by: Identity) -> Role:
    """A role that ``by`` may give in a project.

    Raises
    ------
    UnknownName : there is no such role. Forbidden : it is wider than one's own.
    """
    if role not in PROJECT_ROLES:
        raise UnknownName("role", role, [each.value for each in PROJECT_ROLES])
    given = Role(role)
    if by.role is None or given.rank > by.role.rank:
        raise Forbidden(f"Only somebody who is {given.value} or more can make another one {given.value}.")
    return given


def checked_skills(skills: Sequence[str]) -> list[str]:
    """Tags without doubles, in order.

    Raises
    ------
    InputError : there are too many, or one is empty or too long.
    """
    tags = sorted({each.strip() for each in skills})
    if len(tags) > MOST_SKILLS or not all(0 < len(each) <= LONGEST_SKILL and each.isprintable() for each in tags):
        raise InputError(f"Skills are up to {MOST_SKILLS} tags of 1 to {LONGEST_SKILL} characters.")
    return tags


def _name(conn: Connection, person: int) -> str:
    row = person_by_id(conn, person)
    if row is None:
        raise Unknown(f"There is no person {person}.")
    return str(row.name)


def _check_not_wider(before: Sequence[Any], by: Identity) -> None:
    if before and (by.role is None or Role(before[0].role).rank > by.role.rank):
        raise Forbidden("Their role is wider than yours: ask an admin.")
