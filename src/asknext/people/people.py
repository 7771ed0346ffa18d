"""`People`: everything about the people of a workspace, behind one database."""

from __future__ import annotations

import time
from collections.abc import Callable

from asknext.people.accounts import Accounts
from asknext.people.audit_log import AuditLog
from asknext.people.external_accounts import ExternalAccounts
from asknext.people.invitations import Invitations
from asknext.people.members import Members
from asknext.people.sessions import Sessions
from asknext.people.sign_in import SignIn
from asknext.people.tokens import Tokens
from asknext.people.tries import Tries
from asknext.store.database import Database

__all__ = ["People"]


class People:
    """The rooms of one database.

    Parameters
    ----------
    idle, longest : of sessions, in seconds. clock : seconds since 1970.
    """

    def __init__(self, db: Database, *, idle: float, longest: float, clock: Callable[[], float] = time.time) -> None:
        self.database = db
        self.log = AuditLog(db, clock=clock)
        self.accounts = Accounts(db, self.log, clock=clock)
        self.members = Members(db, self.log, clock=clock)
        self.invitations = Invitations(db, self.log, clock=clock)
        self.sessions = Sessions(db, idle=idle, longest=longest, clock=clock)
        self.tokens = Tokens(db, self.log, clock=clock)
        self.external = ExternalAccounts(db, self.log, clock=clock)
        self.tries = Tries()
        self.sign_in = SignIn(db, self.accounts, self.tries, self.log)
