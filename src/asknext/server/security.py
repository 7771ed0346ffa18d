"""`Security`: who may ask, from where, and what every answer carries. It stands before everything else."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from asknext.server.errors import error_response, unexpected
from asknext.server.gate import Gate

__all__ = ["CSP", "HEADERS", "Security", "is_loopback", "known_hosts"]

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; media-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LARGE = {
    ("POST", "/api/v1/events"): 1 << 23,  # an answer may hold 5 MB of annotations
    ("POST", "/api/v1/items"): 1 << 34,
    ("PUT", "/api/v1/ranking"): 1 << 30,
    ("PUT", "/api/v1/priorities"): 1 << 26,
    ("POST", "/api/v1/jobs"): 1 << 24,
}
LARGEST_BODY = 1 << 20
HSTS = "max-age=31536000"
_IN_PROJECT = re.compile(r"/api/v1/projects/[^/]+(?=/)")


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own and nobody else's."""
    address = _address(host)
    return host == "localhost" if address is None else address.is_loopback


def known_hosts(host: str, extra: Iterable[str] = ()) -> Callable[[str], bool]:
    """Says of a Host header (without its port) whether it may name a server that listens on ``host``.

    An address cannot be rebound by somebody's DNS, a name can: names are this machine's or listed in ``extra``.
    """
    names = {"localhost", *(each.lower() for each in extra)}
    if is_loopback(host):
        return lambda found: found in names or (_address(found) is not None and is_loopback(found))
    names |= {socket.gethostname().lower(), host.lower()}
    return lambda found: found in names or _address(found) is not None


class Security:
    """ASGI middleware.

    Parameters
    ----------
    known : says whether a Host header's name is ours. gate : asks for a log-in; None where only this machine
        can reach the server.
    """

    def __init__(self, app: ASGIApp, *, known: Callable[[str], bool], gate: Gate | None) -> None:
        self._app, self._known, self._gate = app, known, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        guarded = _guarded_send(scope, send)
        headers = Headers(scope=scope)
        try:
            refusal = await self._refusal(scope, headers)
        except Exception as error:
            refusal = unexpected(scope["method"], scope["path"], error)
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        limit = LARGE.get((scope["method"], _IN_PROJECT.sub("/api/v1", scope["path"])), LARGEST_BODY)
        if _declared(headers) > limit:
            await _too_large(limit)(scope, receive, guarded)
            return
        await self._limited(scope, receive, guarded, limit)

    async def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        host = headers.get("host", "")
        if len(headers.getlist("host")) != 1 or not self._known(_name(host)):
            return error_response(421, "unknown_host", "This server does not answer to that name (Host header).")
        if scope["method"] not in SAFE and not _same_origin(headers, host):
            return error_response(403, "cross_site", "The request comes from another site's page and was refused.")
        return None if self._gate is None else await self._gate.refusal(scope, headers)

    async def _limited(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        seen, started = 0, False

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise _TooLarge
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, counted, watched)
        except _TooLarge:
            if not started:
                await _too_large(limit)(scope, receive, send)
        except Exception as error:
            answer = unexpected(scope["method"], scope["path"], error)
            if not started:
                await answer(scope, receive, send)


class _TooLarge(BaseException):
    """Goes past everybody's ``except Exception``."""


def _guarded_send(scope: Scope, send: Send) -> Send:
    api = scope["path"].startswith(("/api/", "/metrics", "/healthz", "/readyz"))

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if scope["scheme"] == "https":
                headers.setdefault("Strict-Transport-Security", HSTS)
            headers.setdefault("Cache-Control", "no-store" if api or message["status"] >= 400 else "no-cache")
        await send(message)

    return guarded


def _same_origin(headers: Headers, host: str) -> bool:
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()


def _name(host: str) -> str:
    """The host without its port, in small letters; an IPv6 address without its brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.rpartition(":")[0].lower() if ":" in host else host.lower()


def _address(host: str) -> Any:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _declared(headers: Headers) -> int:
    value = headers.get("content-length", "0")
    return int(value) if value.isascii() and value.isdigit() else 0


def _too_large(limit: int) -> Response:
    return error_response(413, "too_large", f"The request is larger than the {limit:,} bytes allowed here.")
