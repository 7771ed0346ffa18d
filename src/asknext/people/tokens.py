"""`Tokens`: what programs come with."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from asknext.errors import InputError, UnknownName
from asknext.people.audit_log import AuditLog
from asknext.people.permissions import may
from asknext.people.principal import Principal, roles_in, skills_in
from asknext.people.refusal import Forbidden, Unknown
from asknext.people.role import Role
from asknext.people.secret import hashed, new_secret
from asknext.people.verb import ACCOUNT_VERBS, Verb
from asknext.store.database import Database, StorageFailure
from asknext.store.people.memberships import memberships_of
from asknext.store.people.tokens import add_token, revoke_token, token_by_hash, tokens_of, touch_token

__all__ = ["BEGINNING", "DAYS", "MOST_DAYS", "Tokens"]

BEGINNING = "asknext_"
"""Every token begins so: searches for leaked secrets can find it."""
SHOWN = len(BEGINNING) + 6
DAYS, MOST_DAYS = 90, 366
SEEN_EVERY = 60.0


class Tokens:
    """Tokens of a workspace. A token can do what its scopes say, as far as its owner still may.

    Parameters
    ----------
    clock : seconds since 1970.
    """

    def __init__(self, db: Database, log: AuditLog, *, clock: Callable[[], float] = time.time) -> None:
        self._db, self._log, self._clock = db, log, clock

    def make(
        self,
        owner: Principal,
        name: str,
        scopes: Sequence[str],
        *,
        projects: Sequence[str] | None = None,
        days: int = DAYS,
        address: str = "",
    ) -> str:
        """A new token of ``owner``, to be shown once.

        Raises
        ------
        UnknownName : a scope is none. Forbidden : it is more than the owner may do. InputError : it would last longer
        than a year, or has no name or scope.
        """
        verbs = _checked_scopes(owner, scopes, projects)
        if not 1 <= days <= MOST_DAYS:
            raise InputError(f"A token lasts 1 to {MOST_DAYS} days; found {days}.")
        if not name.strip() or not name.isprintable() or len(name) > 100:
            raise InputError("A token has a name of 1 to 100 characters, by which you know it again.")
        secret, now = new_secret(BEGINNING), self._clock()
        values = {"name": name.strip(), "beginning": secret[:SHOWN], "scopes": json.dumps(verbs)}
        limits = {"projects": None if projects is None else json.dumps(sorted(set(projects)))}
        with self._db.write() as conn:
            times = {"created": now, "expires": now + days * 86_400}
            add_token(conn, token_hash=hashed(secret), person=owner.person, **values, **limits, **times)
            detail = {"name": name, "scopes": verbs, "projects": projects, "days": days}
            self._log.add(
                owner.name, "token.make", subject=values["beginning"], address=address, detail=detail, conn=conn
            )
        return secret

    def find(self, secret: str) -> Principal | None:
        """Who comes with ``secret``; None where it is no token, or one that has ended."""
        now = self._clock()
        with self._db.read() as conn:
            row = token_by_hash(conn, hashed(secret))
            if row is None or row.revoked is not None or row.disabled is not None or row.expires <= now:
                return None
            rows = memberships_of(conn, row.person)
        if row.seen is None or now - row.seen > SEEN_EVERY:
            # a full disk must not shut out those who only read
            with suppress(StorageFailure), self._db.write() as conn:
                touch_token(conn, row.id, now)
        scopes = frozenset(each for each in Verb if each.value in json.loads(row.scopes)) - ACCOUNT_VERBS
        projects = None if row.projects is None else frozenset(json.loads(row.projects))
        limits = {"scopes": scopes, "projects": projects, "token": row.id}
        return Principal(row.person, row.owner, row.admin, roles_in(rows), skills=skills_in(rows), **limits)

    def of(self, person: int) -> list[dict[str, Any]]:
        """Somebody's tokens, without their secrets; ``expired`` says whether they still work."""
        with self._db.read() as conn:
            rows = tokens_of(conn, person)
        return [
            {
                **{name: getattr(each, name) for name in ("id", "name", "beginning", "created", "expires", "seen")},
                "scopes": json.loads(each.scopes),
                "projects": None if each.projects is None else json.loads(each.projects),
                "expired": each.expires <= self._clock(),
            }
            for each in rows
        ]

    def revoke(self, which: int, owner: Principal, *, address: str = "") -> None:
        """End a token of ``owner``.

        Raises
        ------
        Unknown : they have none of that number.
        """
        with self._db.write() as conn:
            if not revoke_token(conn, which, owner.person, self._clock()):
                raise Unknown(f"You have no token {which}.")
            self._log.add(owner.name, "token.revoke", subject=str(which), address=address, conn=conn)


def _checked_scopes(owner: Principal, scopes: Sequence[str], projects: Sequence[str] | None) -> list[str]:
    known = [each.value for each in Verb if each not in ACCOUNT_VERBS]
    for each in scopes:
        if each not in known:
            raise UnknownName("scope", each, known)
    if not scopes:
        raise InputError(f"A token needs at least one scope. Known: {', '.join(known)}.")
    for name in projects or ():
        if owner.in_project(name).role is None:
            raise Forbidden(f"You have no business in a project {name!r}.")
    roles = [Role.ADMIN] if owner.admin else [owner.roles[each] for each in projects or owner.roles]
    for scope in scopes:
        if not any(may(role, Verb(scope)) for role in roles):
            raise Forbidden(f"You may not {scope} yourself, so that no token of yours can.")
    return sorted(set(scopes))
