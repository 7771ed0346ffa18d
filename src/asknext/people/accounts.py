"""`Accounts`: the people who may come in."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from asknext.errors import InputError
from asknext.people.audit_log import AuditLog
from asknext.people.person_name import checked_name, folded
from asknext.people.refusal import Forbidden, Unknown
from asknext.store.database import Database
from asknext.store.people.memberships import memberships_of
from asknext.store.people.persons import (
    add_person,
    all_persons,
    change_person,
    count_admins,
    person_by_id,
    person_by_name,
)
from asknext.store.people.sessions import drop_sessions
from asknext.store.people.tokens import revoke_tokens

__all__ = ["Accounts", "added_person"]


class Accounts:
    """Accounts of a workspace. ``by`` is the name of whoever does it.

    Parameters
    ----------
    clock : seconds since 1970.
    """

    def __init__(self, db: Database, log: AuditLog, *, clock: Callable[[], float] = time.time) -> None:
        self._db, self._log, self._clock = db, log, clock

    def all(self) -> list[dict[str, Any]]:
        """Everybody, by name, with their roles by project."""
        with self._db.read() as conn:
            return [self._shown(conn, each) for each in all_persons(conn)]

    def by_name(self, name: str) -> dict[str, Any]:
        """One account.

        Raises
        ------
        Unknown : nobody has that name.
        """
        with self._db.read() as conn:
            row = person_by_name(conn, folded(name))
            if row is None:
                raise Unknown(f"There is nobody called {name!r}.")
            return self._shown(conn, row)

    def by_id(self, which: int) -> dict[str, Any]:
        """One account.

        Raises
        ------
        Unknown : there is none of that number.
        """
        with self._db.read() as conn:
            return self._shown(conn, _row(conn, which))

    def set_disabled(self, which: int, disabled: bool, *, by: str, address: str = "") -> None:
        """Shut somebody out, which ends their sessions and tokens, or let them in again.

        Raises
        ------
        Forbidden : it is oneself, or the last admin.
        """
        with self._db.write() as conn:
            row = _row(conn, which)
            if disabled:
                _check_not_oneself(row, by)
                _check_not_last_admin(conn, row)
                drop_sessions(conn, which)
                revoke_tokens(conn, which, self._clock())
            change_person(conn, which, disabled=self._clock() if disabled else None)
            what = "person.disable" if disabled else "person.enable"
            self._log.add(by, what, subject=row.name, address=address, conn=conn)

    def set_admin(self, which: int, admin: bool, *, by: str, address: str = "") -> None:
        """Make somebody an admin of the server, or an ordinary person again.

        Raises
        ------
        Forbidden : it is oneself, or the last admin.
        """
        with self._db.write() as conn:
            row = _row(conn, which)
            _check_not_oneself(row, by)
            if not admin:
                _check_not_last_admin(conn, row)
                revoke_tokens(conn, which, self._clock())
            change_person(conn, which, admin=admin)
            self._log.add(by, "person.admin", subject=row.name, address=address, detail={"admin": admin}, conn=conn)

    def set_password(self, which: int, kept: str, *, but: int | None = None, address: str = "") -> None:
        """Store a new password's hash; every session of the person ends, ``but`` the one it was changed in."""
        with self._db.write() as conn:
            row = _row(conn, which)
            change_person(conn, which, password=kept)
            drop_sessions(conn, which, but=but)
            self._log.add(row.name, "password.change", subject=row.name, address=address, conn=conn)

    def password_of(self, which: int) -> str | None:
        """The hash that is kept, None where the person comes in by single sign-on only."""
        with self._db.read() as conn:
            kept: str | None = _row(conn, which).password
            return kept

    def _shown(self, conn: Connection, row: Any) -> dict[str, Any]:
        return {
            "id": row.id,
            "name": row.name,
            "admin": row.admin,
            "disabled": row.disabled is not None,
            "created": row.created,
            "roles": {each.project: each.role for each in memberships_of(conn, row.id)},
        }


def added_person(conn: Connection, name: str, kept: str | None, *, admin: bool, at: float) -> int:
    """Store a new account with the hash of its password, if it has one; its number.

    Raises
    ------
    InputError : the name is taken or is none.
    """
    shown = checked_name(name)
    taken = InputError(f"Somebody is called {shown!r} already: choose another name.")
    if person_by_name(conn, folded(shown)) is not None:
        raise taken
    try:
        return add_person(conn, name=shown, folded=folded(shown), password=kept, admin=admin, created=at)
    except IntegrityError:
        raise taken from None


def _row(conn: Connection, which: int) -> Any:
    row = person_by_id(conn, which)
    if row is None:
        raise Unknown(f"There is no person {which}.")
    return row


def _check_not_oneself(row: Any, by: str) -> None:
    if row.name == by:
        raise Forbidden("Nobody changes this for themselves: ask another admin.")


def _check_not_last_admin(conn: Connection, row: Any) -> None:
    if row.admin and row.disabled is None and count_admins(conn) <= 1:
        raise Forbidden(f"{row.name!r} is the last admin: make somebody else an admin first.")
