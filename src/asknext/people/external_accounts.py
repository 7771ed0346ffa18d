"""`ExternalAccounts`: people who come in by an account elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from asknext.errors import InputError
from asknext.people.accounts import added_person
from asknext.people.audit_log import AuditLog
from asknext.people.id_token import Claims, SignOnFailed
from asknext.people.person_name import LONGEST, checked_name, folded
from asknext.store.database import Database
from asknext.store.people.external import add_external_account, person_of_external_account
from asknext.store.people.persons import person_by_id, person_by_name

__all__ = ["ExternalAccounts"]

MOST_NAMESAKES = 1000


class ExternalAccounts:
    """A person here belongs to an issuer and its subject there: an e-mail address is nobody's for ever, and whoever
    gets it later, or claims it elsewhere, is somebody else.

    Parameters
    ----------
    clock : seconds since 1970.
    """

    def __init__(self, db: Database, log: AuditLog, *, clock: Callable[[], float] = time.time) -> None:
        self._db, self._log, self._clock = db, log, clock

    def person_of(
        self, claims: Claims, *, domains: Sequence[str], invited: bool, logged_in: int | None, address: str = ""
    ) -> int:
        """The number of the person; a new account where one may come in.

        Parameters
        ----------
        domains : of confirmed e-mail addresses that come in without an invitation.
        invited : they bring an invitation that can be used. logged_in : who ties their account to it.

        Raises
        ------
        SignOnFailed : they may not come in, or are shut out, or somebody else comes in by that account.
        """
        with self._db.write() as conn:
            person = person_of_external_account(conn, claims.issuer, claims.subject)
            if logged_in is not None and person not in (None, logged_in):
                raise SignOnFailed(f"Somebody else comes in by the account of {claims.name!r} already.")
            if person is None:
                person = logged_in if logged_in is not None else self._new(conn, claims, domains, invited)
                add_external_account(conn, claims.issuer, claims.subject, person, self._clock())
                detail = {"issuer": claims.issuer, "subject": claims.subject}
                name = person_by_id(conn, person).name
                self._log.add(name, "single_sign_on.link", address=address, detail=detail, conn=conn)
            row = person_by_id(conn, person)
            if row.disabled is not None:
                raise SignOnFailed(f"{row.name!r} is shut out.")
            self._log.add(row.name, "log_in", address=address, detail={"issuer": claims.issuer}, conn=conn)
        return person

    def _new(self, conn: Connection, claims: Claims, domains: Sequence[str], invited: bool) -> int:
        if not invited and not _comes_from(claims.email, domains):
            raise SignOnFailed(f"{claims.name!r} was not invited, and their domain is not among those that come in.")
        return added_person(conn, _free_name(conn, claims.name), None, admin=False, at=self._clock())


def _comes_from(email: str | None, domains: Sequence[str]) -> bool:
    return email is not None and email.count("@") == 1 and email.rpartition("@")[2].lower() in domains


def _free_name(conn: Connection, wanted: str) -> str:
    """The name, with a number where somebody else has it: a name there gives nobody the account of a namesake here."""
    try:
        name = checked_name(wanted[: LONGEST - 5])
    except InputError:
        name = "guest"
    for number in range(1, MOST_NAMESAKES):
        shown = name if number == 1 else f"{name} {number}"
        if person_by_name(conn, folded(shown)) is None:
            return shown
    raise SignOnFailed(f"Too many people are called {name!r}.")
