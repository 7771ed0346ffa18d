"""What the routes about people need from the application of a workspace."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from fastapi import Request
from starlette.responses import Response

from asknext.people.people import People
from asknext.people.principal import Principal
from asknext.people.workspace import Workspace
from asknext.server.errors import Refused
from asknext.server.own_cookies import give_cookie
from asknext.server.people_gate import PeopleGate
from asknext.server.tokens import COOKIE

if TYPE_CHECKING:
    from asknext.server.slow_checks import SlowChecks

__all__ = [
    "address_of",
    "changed",
    "logged_in",
    "people_of",
    "person_behind",
    "principal_of",
    "sign_on_name",
    "slowly",
    "workspace_of",
]

T = TypeVar("T")
R = TypeVar("R", bound=Response)


def workspace_of(request: Request) -> Workspace:
    """The workspace that is served."""
    workspace: Workspace = request.app.state.workspace
    return workspace


def people_of(request: Request) -> People:
    """Its people."""
    return workspace_of(request).people


def principal_of(request: Request) -> Principal:
    """Who asks; only behind a check."""
    principal: Principal = request.state.principal
    return principal


def person_behind(request: Request) -> Principal | None:
    """Who has logged in, on a route that is open to all; a program's token does not count."""
    principal: Principal | None = getattr(request.state, "principal", None)
    return principal if principal is not None and principal.session is not None else None


def sign_on_name(request: Request) -> str | None:
    """What the button for single sign-on says, where it is set up."""
    settings = workspace_of(request).settings.single_sign_on
    return None if settings is None else settings.name


def address_of(request: Request) -> str:
    """Where the request comes from."""
    return request.client.host if request.client else ""


async def slowly(request: Request, check: Callable[[], T]) -> T:
    """Run what hashes a password, a few at a time, so that many log-ins do not hold up those who work.

    Raises
    ------
    Refused : too many are waiting.
    """
    checks: SlowChecks = request.app.state.slow_checks
    future = checks.begin(check)
    if future is None:
        raise Refused(503, "busy", "Too many people are logging in at once: try again in a few seconds.")
    return await asyncio.wrap_future(future)


async def changed(request: Request, change: Callable[[], T]) -> T:
    """Run what changes people in a thread; from the next request on it counts."""
    gate: PeopleGate = request.app.state.gate
    try:
        return await asyncio.to_thread(change)
    finally:
        gate.forget()


async def logged_in(request: Request, response: R, person: int) -> R:
    """``response`` with the cookie of a new session; the session that was there before ends."""
    sessions, before = people_of(request).sessions, person_behind(request)

    def opened() -> str:
        if before is not None and before.session is not None:
            sessions.end(before.session, before.person)
        return sessions.open(person, address=address_of(request), browser=request.headers.get("user-agent", ""))

    give_cookie(request, response, COOKIE, await changed(request, opened), int(sessions.longest))
    return response
