"""Cookies of a workspace: no script reads one, and under TLS no neighbouring host and no other path sets one."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from asknext.server.gate import cookie_of

__all__ = ["brought_cookie", "cookie_name", "drop_cookie", "give_cookie"]

TLS = "https"


def cookie_name(scheme: str, name: str) -> str:
    """What the cookie ``name`` is called where requests come by ``scheme``."""
    return f"__Host-{name}" if scheme == TLS else name


def brought_cookie(request: Request, name: str) -> str | None:
    """Its value, where the request brings it."""
    return cookie_of(request.headers, cookie_name(request.url.scheme, name))


def give_cookie(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
    """Let the browser that asks keep ``value`` for so many seconds."""
    scheme = request.url.scheme
    response.set_cookie(
        cookie_name(scheme, name),
        value,
        max_age=seconds,
        path="/",
        httponly=True,
        samesite="lax",  # whoever follows a link to a page is logged in; what changes something asks for the origin
        secure=scheme == TLS,
    )


def drop_cookie(request: Request, response: Response, name: str) -> None:
    """Let the browser that asks forget it."""
    scheme = request.url.scheme
    response.delete_cookie(cookie_name(scheme, name), path="/", httponly=True, samesite="lax", secure=scheme == TLS)
