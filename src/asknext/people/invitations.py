"""`Invitations`: links by which somebody gets an account, a role or a new password, once."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection

from asknext.errors import InputError
from asknext.people.accounts import added_person
from asknext.people.audit_log import AuditLog
from asknext.people.identity import Identity
from asknext.people.members import checked_role, checked_skills
from asknext.people.password_hash import hash_password
from asknext.people.password_rules import checked_password
from asknext.people.permissions import may
from asknext.people.person_name import checked_name, folded
from asknext.people.refusal import Forbidden, Unknown
from asknext.people.role import Role
from asknext.people.secret import hashed, new_secret
from asknext.people.verb import Verb
from asknext.store.database import Database
from asknext.store.people.invitations import (
    add_invitation,
    invitation_by_hash,
    invitation_by_id,
    open_invitations,
    use_invitation,
)
from asknext.store.people.memberships import memberships_of, set_membership
from asknext.store.people.persons import change_person, person_by_id, person_by_name
from asknext.store.people.sessions import drop_sessions
from asknext.store.people.tokens import revoke_tokens

__all__ = ["DAYS", "MOST_DAYS", "Invitations"]

DAYS, RESET_DAYS, MOST_DAYS = 7.0, 1.0, 30.0
_GONE = Unknown("This link was used already, withdrawn, or is too old: ask for a new one.")


class Invitations:
    """Invitations of a workspace; whoever has the link has the invitation, so each works once and ends by itself.

    A link also ends when whoever made it could not make it any more.

    Parameters
    ----------
    clock : seconds since 1970.
    """

    def __init__(self, db: Database, log: AuditLog, *, clock: Callable[[], float] = time.time) -> None:
        self._db, self._log, self._clock = db, log, clock

    def to_project(
        self, project: str, role: str, *, by: Identity, skills: Sequence[str] = (), note: str = "", days: float = DAYS,
        address: str = "",
    ) -> str:  # fmt: skip
        """Invite somebody to a project; the secret of the link, which is kept nowhere.

        Raises
        ------
        Forbidden : the role is wider than one's own.
        """
        given = checked_role(role, by)
        tags = json.dumps(checked_skills(skills), ensure_ascii=False)
        return self._made(by.name, days, address, project=project, role=given.value, skills=tags, note=note[:200])

    def to_server(self, *, by: str, admin: bool = False, note: str = "", days: float = DAYS, address: str = "") -> str:
        """Invite somebody to the server, as an admin or without any project yet; the secret of the link."""
        return self._made(by, days, address, admin=admin, note=note[:200])

    def to_new_password(self, person: int, *, by: str, address: str = "") -> str:
        """Let somebody choose a new password; the secret of the link."""
        return self._made(by, RESET_DAYS, address, person=person)

    def open(self, project: str | None) -> list[dict[str, Any]]:
        """Those that can still be used: of a project, or those of the server as a whole."""
        with self._db.read() as conn:
            rows = [each for each in open_invitations(conn, self._clock(), project) if _stands(conn, each)]
        names = ("id", "role", "admin", "note", "created", "by", "expires", "person")
        return [{name: getattr(each, name) for name in names} for each in rows]

    def look(self, secret: str) -> dict[str, Any]:
        """What a link is for: {kind, project, role, admin, name}.

        Raises
        ------
        Unknown : it is used, old or none.
        """
        with self._db.read() as conn:
            row = self._usable(conn, secret)
            person = None if row.person is None else person_by_id(conn, row.person)
        return {
            "kind": "invitation" if row.person is None else "password",
            "project": row.project,
            "role": row.role,
            "admin": row.admin,
            "name": None if person is None else person.name,
        }

    def withdraw(self, which: int, project: str | None, *, by: str, address: str = "") -> None:
        """Make an invitation of ``project`` (None: of the server) useless.

        Raises
        ------
        Unknown : there is none of that number there.
        """
        with self._db.write() as conn:
            row = invitation_by_id(conn, which)
            if row is None or row.project != project or not use_invitation(conn, which, self._clock(), by):
                raise Unknown(f"There is no open invitation {which}.")
            self._log.add(by, "invitation.withdraw", project=project, subject=str(which), address=address, conn=conn)

    def accept(self, secret: str, name: str, password: str | None, *, address: str = "") -> int:
        """Make an account, or for a link to a new password set it; the number of the person.

        Raises
        ------
        Unknown : the link is used, old or none. InputError : name or password cannot be taken.
        """
        known = self.look(secret)
        # hashing takes long: it happens before the database is held
        shown = checked_name(known["name"] or name)
        kept = None if password is None else hash_password(checked_password(password, [shown]))
        with self._db.write() as conn:
            row = self._usable(conn, secret)
            if row.person is not None:
                return self._reset(conn, row, kept, address)
            person = added_person(conn, shown, kept, admin=row.admin, at=self._clock())
            self._take(conn, row, person, address)
            return person

    def accept_as(self, secret: str, person: int, *, address: str = "") -> None:
        """Take up an invitation with the account one has.

        Raises
        ------
        Unknown : the link is used, old or none. Forbidden : it is for a new password.
        """
        with self._db.write() as conn:
            row = self._usable(conn, secret)
            if row.person is not None:
                raise Forbidden("This link is for a new password: log out first.")
            if row.admin:
                change_person(conn, person, admin=True)
            self._take(conn, row, person, address)

    def _made(self, by: str, days: float, address: str, **values: Any) -> str:
        if not 0 < days <= MOST_DAYS:
            raise InputError(f"An invitation lasts up to {MOST_DAYS:.0f} days; found {days}.")
        secret, now = new_secret(), self._clock()
        with self._db.write() as conn:
            add_invitation(conn, token_hash=hashed(secret), created=now, by=by, expires=now + days * 86_400, **values)
            what = "invitation.make" if "person" not in values else "password.reset_link"
            detail = {name: value for name, value in values.items() if name in ("role", "admin", "note", "person")}
            self._log.add(by, what, project=values.get("project"), address=address, detail=detail, conn=conn)
        return secret

    def _usable(self, conn: Connection, secret: str) -> Any:
        row = invitation_by_hash(conn, hashed(secret))
        if row is None or row.used is not None or row.expires <= self._clock() or not _stands(conn, row):
            raise _GONE
        return row

    def _take(self, conn: Connection, row: Any, person: int, address: str) -> None:
        name = person_by_id(conn, person).name
        if not use_invitation(conn, row.id, self._clock(), name):
            raise _GONE
        if row.project is not None:
            values = {"role": _wider(conn, row, person), "skills": row.skills, "at": self._clock(), "by": row.by}
            set_membership(conn, person, row.project, **values)
        detail = {"role": row.role, "admin": row.admin, "by": row.by}
        self._log.add(name, "invitation.accept", project=row.project, address=address, detail=detail, conn=conn)

    def _reset(self, conn: Connection, row: Any, kept: str | None, address: str) -> int:
        person = person_by_id(conn, row.person)
        if kept is None or not use_invitation(conn, row.id, self._clock(), person.name):
            raise _GONE
        change_person(conn, person.id, password=kept)
        drop_sessions(conn, person.id)
        revoke_tokens(conn, person.id, self._clock())
        self._log.add(person.name, "password.reset", subject=person.name, address=address, conn=conn)
        return int(person.id)


def _stands(conn: Connection, row: Any) -> bool:
    """Whether who made it could make it now: else who loses a role, or is shut out, comes back by a link of before."""
    maker = person_by_name(conn, folded(row.by))
    if maker is None:  # the command line
        return True
    if maker.disabled is not None or maker.admin:
        return maker.disabled is None
    roles = [Role(each.role) for each in memberships_of(conn, maker.id) if each.project == row.project]
    return any(may(each, Verb.MANAGE_MEMBERS) and each.rank >= Role(row.role).rank for each in roles)


def _wider(conn: Connection, row: Any, person: int) -> str:
    """An invitation never takes away: of two roles the wider one stays."""
    roles = [Role(each.role) for each in memberships_of(conn, person) if each.project == row.project]
    return max([Role(row.role), *roles], key=lambda each: each.rank).value
