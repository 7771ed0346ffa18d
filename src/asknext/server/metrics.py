"""`Metrics`: how many requests, how fast, and who asked for what, without what they sent."""

from __future__ import annotations

import logging
import secrets
import time
from collections import defaultdict
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from asknext.server.exposition import Exposition
from asknext.store.tally import Tally

__all__ = ["REQUEST_ID", "Metrics", "route_of"]

REQUEST_ID = b"x-request-id"
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
log = logging.getLogger("asknext.requests")


class Metrics:
    """Counts and latencies of the requests that pass through ``app``, with a line in the log for each."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str, int], int] = defaultdict(int)
        self._seconds: dict[tuple[str, str], Tally] = defaultdict(lambda: Tally(BOUNDS))
        self._under_way = 0

    def measure(self, app: ASGIApp) -> ASGIApp:
        """``app``, measured."""

        async def measured(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            started, status, number = time.perf_counter(), 500, secrets.token_hex(8)

            async def watched(message: Message) -> None:
                nonlocal status
                if message["type"] == "http.response.start":
                    status = message["status"]
                    message["headers"] = [*message.get("headers", ()), (REQUEST_ID, number.encode())]
                await send(message)

            self._under_way += 1
            try:
                await app(scope, receive, watched)
            finally:
                self._under_way -= 1
                self._add(scope, status, time.perf_counter() - started, number)

        return measured

    def show(self, exposition: Exposition) -> None:
        """Write everything counted into ``exposition``."""
        counts = {_labels(method, route, status): n for (method, route, status), n in sorted(self._counts.items())}
        exposition.counter("asknext_requests_total", "Requests answered.", dict(counts))
        seconds = {_labels(*key): tally for key, tally in sorted(self._seconds.items())}
        exposition.histogram("asknext_request_seconds", "Time to answer.", seconds)
        exposition.gauge("asknext_requests_under_way", "Requests being answered.", {(): self._under_way})

    def _add(self, scope: Scope, status: int, seconds: float, number: str) -> None:
        route = route_of(scope)
        method = scope["method"] if scope["method"] in METHODS else "other"
        self._counts[method, route, status] += 1
        self._seconds[method, route].add(seconds)
        if log.isEnabledFor(logging.INFO):
            facts = {"request": number, "method": method, "route": route, "status": status}
            log.info("request", extra={"facts": {**facts, "ms": round(1000 * seconds, 1), **_asked(scope)}})


def route_of(scope: Scope) -> str:
    """The route's pattern; never the path as sent: that could be anything."""
    # newer versions of FastAPI keep a router's prefix beside the route and not in it
    included = scope.get("fastapi", {}).get("effective_route_context")
    return str(getattr(included or scope.get("route"), "path", "other"))


def _labels(method: str, route: str, status: int | None = None) -> tuple[tuple[str, str], ...]:
    labels = (("method", method), ("route", route))
    return labels if status is None else (*labels, ("status", str(status)))


def _asked(scope: Scope) -> dict[str, Any]:
    """Who asked, of which project, to do what; as far as that was found out."""
    state = scope.get("state") or {}
    identity, verb = state.get("identity"), state.get("verb")
    found = {
        "person": None if identity is None else identity.name,
        "project": scope.get("path_params", {}).get("project"),
        "verb": None if verb is None else str(verb),
    }
    return {name: value for name, value in found.items() if value is not None}
