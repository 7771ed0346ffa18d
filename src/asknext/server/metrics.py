"""`Metrics`: how many requests, how fast, in the text format of Prometheus."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Metrics", "route_of"]

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_Key = tuple[str, str]


class Metrics:
    """Counts and latencies of the requests that pass through ``app``."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str, int], int] = defaultdict(int)
        self._buckets: dict[_Key, list[int]] = defaultdict(lambda: [0] * (len(BOUNDS) + 1))
        self._seconds: dict[_Key, float] = defaultdict(float)

    def measure(self, app: ASGIApp) -> ASGIApp:
        """``app``, measured."""

        async def measured(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            started, status = time.perf_counter(), 500

            async def watched(message: Message) -> None:
                nonlocal status
                if message["type"] == "http.response.start":
                    status = message["status"]
                await send(message)

            try:
                await app(scope, receive, watched)
            finally:
                self._add(scope, status, time.perf_counter() - started)

        return measured

    def text(self, gauges: Iterable[tuple[str, str, float]] = ()) -> str:
        """Everything counted, and ``gauges`` of (name, help, value)."""
        lines = ["# HELP asknext_requests_total Requests answered.", "# TYPE asknext_requests_total counter"]
        for (method, route, status), count in sorted(self._counts.items()):
            lines.append(f'asknext_requests_total{{method="{method}",route="{route}",status="{status}"}} {count}')
        lines += ["# HELP asknext_request_seconds Time to answer.", "# TYPE asknext_request_seconds histogram"]
        for key in sorted(self._buckets):
            lines += self._histogram(key)
        for name, meaning, value in gauges:
            lines += [f"# HELP {name} {meaning}", f"# TYPE {name} gauge", f"{name} {value:g}"]
        return "\n".join(lines) + "\n"

    def _add(self, scope: Scope, status: int, seconds: float) -> None:
        route = route_of(scope)
        method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "PUT", "DELETE") else "other"
        self._counts[method, route, status] += 1
        place = next((k for k, bound in enumerate(BOUNDS) if seconds <= bound), len(BOUNDS))
        self._buckets[method, route][place] += 1
        self._seconds[method, route] += seconds

    def _histogram(self, key: _Key) -> list[str]:
        labels, total, lines = f'method="{key[0]}",route="{key[1]}"', 0, []
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), self._buckets[key], strict=True):
            total += count
            lines.append(f'asknext_request_seconds_bucket{{{labels},le="{bound}"}} {total}')
        lines.append(f"asknext_request_seconds_sum{{{labels}}} {self._seconds[key]:.6f}")
        return [*lines, f"asknext_request_seconds_count{{{labels}}} {total}"]


def route_of(scope: Scope) -> str:
    """The route's pattern; never the path as sent: that could be anything."""
    # newer versions of FastAPI keep a router's prefix beside the route and not in it
    included = scope.get("fastapi", {}).get("effective_route_context")
    return str(getattr(included or scope.get("route"), "path", "other"))
