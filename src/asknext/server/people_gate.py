"""`PeopleGate`: lets in people who have logged in, and programs with a token of theirs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from asknext.people.people import People
from asknext.people.principal import Principal
from asknext.people.secret import hashed
from asknext.server.gate import bearer_of, cookie_of, is_public, login_first
from asknext.server.own_cookies import cookie_name
from asknext.server.tokens import COOKIE

__all__ = ["PeopleGate"]

FRESH_SECONDS = 1.0
MOST_KEPT = 10_000


class PeopleGate:
    """Finds out who asks, and keeps that for a second: who is shut out on the command line is out after it.

    Parameters
    ----------
    clock : seconds, of any beginning.
    """

    def __init__(self, people: People, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._people, self._clock = people, clock
        self._kept: dict[str, tuple[Principal | None, float]] = {}

    def forget(self) -> None:
        """Something about people was changed here: look again at once."""
        self._kept = {}

    async def refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """What to answer somebody who is not known; for others ``principal`` is put into the request's state."""
        principal = await self._principal(scope, headers)
        scope.setdefault("state", {})["principal"] = principal
        if principal is not None or is_public(scope["path"]):
            return None
        return login_first(scope, "Log in first.")

    async def _principal(self, scope: Scope, headers: Headers) -> Principal | None:
        token = bearer_of(headers)
        if token is not None:
            return await self._found(token, self._people.tokens.find)
        secret = cookie_of(headers, cookie_name(scope["scheme"], COOKIE))
        return None if secret is None else await self._found(secret, self._people.sessions.find)

    async def _found(self, secret: str, find: Callable[[str], Principal | None]) -> Principal | None:
        # what is found while `forget` is called may be of before the change: it goes into what is forgotten
        kept, key, now = self._kept, hashed(secret), self._clock()
        known = kept.get(key)
        if known is not None and now - known[1] < FRESH_SECONDS:
            return known[0]
        principal = await asyncio.to_thread(find, secret)
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = principal, now
        return principal
