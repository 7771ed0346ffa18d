"""`Gate`: asks whoever comes to log in; `TokenGate` where one token opens everything."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import Protocol
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from asknext.server.errors import error_response
from asknext.server.tokens import COOKIE, Keeper

__all__ = ["PUBLIC", "Gate", "TokenGate", "bearer_of", "cookie_of", "is_public", "login_first"]

PUBLIC = frozenset(
    {
        "/login",
        "/single-sign-on",
        "/invitation",
        "/api/v1/login",
        "/api/v1/invitation",
        "/api/v1/invitation/accept",
        "/healthz",
        "/readyz",
        "/api/v1/invitation/single-sign-on",
    }
)
"""What answers before anybody has logged in, beside the files below /static/ and the way of single sign-on."""
_PUBLIC_BELOW = ("/static/", "/single-sign-on/")
_NO_PAGES = ("/api/", "/static/", "/metrics", "/healthz", "/readyz")


class Gate(Protocol):
    """Stands before the application."""

    async def refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """What to answer somebody who is not let in; None lets them in."""


class TokenGate:
    """Lets in who has the one token, or a session that was opened with it."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper

    async def refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """What to answer somebody who has neither."""
        if is_public(scope["path"]) or self._knows(headers):
            return None
        return login_first(scope, "Log in first: the token was printed when the server first started.")

    def _knows(self, headers: Headers) -> bool:
        token = bearer_of(headers)
        if token is not None:
            return not self._keeper.wait() and self._keeper.is_token(token)
        secret = cookie_of(headers, COOKIE)
        return secret is not None and self._keeper.knows(secret)


def is_public(path: str) -> bool:
    """Whether it answers before anybody has logged in."""
    return path in PUBLIC or path.startswith(_PUBLIC_BELOW)


def bearer_of(headers: Headers) -> str | None:
    """The token that a program brings, if it brings one."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def cookie_of(headers: Headers, name: str) -> str | None:
    """The value of a cookie, where the request brings it."""
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return None
    return None if morsel is None else morsel.value


def login_first(scope: Scope, message: str) -> Response:
    """To the log-in, for pages; a refusal for everything else."""
    path = str(scope["path"])
    if scope["method"] in ("GET", "HEAD") and not path.startswith(_NO_PAGES):
        return RedirectResponse("/login" if path == "/" else f"/login?next={quote(path)}", 303)
    return error_response(401, "login_needed", message)
