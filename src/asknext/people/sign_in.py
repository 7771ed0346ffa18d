"""`SignIn`: name and password against what is kept."""

from __future__ import annotations

from asknext.people.accounts import Accounts
from asknext.people.audit_log import REFUSED, AuditLog
from asknext.people.password_hash import hash_password, needs_new_hash, verify
from asknext.people.password_rules import LONGEST, checked_password, composed
from asknext.people.person_name import folded
from asknext.people.refusal import WrongLogin
from asknext.people.tries import Tries
from asknext.store.database import Database
from asknext.store.people.persons import change_person, person_by_name

__all__ = ["SignIn"]

_WRONG = "Name and password do not belong together."


class SignIn:
    """Checks passwords. Its methods take a while, on purpose: call them in a thread.

    Parameters
    ----------
    tries : counts them. log : is told of every try.
    """

    def __init__(self, db: Database, accounts: Accounts, tries: Tries, log: AuditLog) -> None:
        self._db, self._accounts, self._tries, self._log = db, accounts, tries, log

    def by_password(self, name: str, password: str, address: str) -> int:
        """The number of the person.

        Raises
        ------
        WrongLogin : they do not belong together, or the account is disabled; it is not said which.
        TooManyTries : it was tried too often.
        """
        account = folded(name)
        self._tries.count(account, address)
        with self._db.read() as conn:
            row = person_by_name(conn, account)
        # somebody who is not there, or shut out, costs as much time as anybody else
        right = verify(None if row is None else row.password, composed(password[: LONGEST * 4]))
        if not right or row.disabled is not None:
            self._log.add(name, "log_in", outcome=REFUSED, address=address)
            raise WrongLogin(_WRONG)
        self._tries.forget(account, address)
        if needs_new_hash(row.password):
            with self._db.write() as conn:
                change_person(conn, row.id, password=hash_password(composed(password)))
        self._log.add(row.name, "log_in", address=address)
        return int(row.id)

    def change_password(
        self, person: int, name: str, old: str, new: str, *, session: int | None, address: str = ""
    ) -> None:
        """Change one's own password; one's other sessions end.

        Raises
        ------
        WrongLogin : the old one is wrong. TooManyTries : it was tried too often. InputError : the new one cannot be
        taken.
        """
        self._tries.count(f"change {folded(name)}", address)
        kept = self._accounts.password_of(person)
        if not verify(kept, composed(old[: LONGEST * 4])):
            self._log.add(name, "password.change", outcome=REFUSED, address=address)
            raise WrongLogin("The old password is not right.")
        made = hash_password(checked_password(new, [name]))
        self._accounts.set_password(person, made, but=session, address=address)
