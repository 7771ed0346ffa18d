"""Whether the server is well, and its counts."""

from __future__ import annotations

import time

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from asknext.server.routes.access import answer, desk_of, metrics_of, training_of
from asknext.store.counts import count_leased

router = APIRouter(tags=["operation"])


@router.get("/healthz", response_model=dict[str, str])
async def healthz(request: Request) -> JSONResponse:
    """Answers once the server can read its database."""
    with desk_of(request).project.database.read() as conn:
        count_leased(conn, time.time())
    return answer({"status": "ok"})


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Counts and latencies in the text format of Prometheus."""
    with desk_of(request).project.database.read() as conn:
        leased = count_leased(conn, time.time())
    rounds = float(training_of(request).rounds)
    gauges = [
        ("asknext_leased_items", "Items in somebody's hands.", float(leased)),
        ("asknext_rounds", "Training rounds since the start.", rounds),
    ]
    return PlainTextResponse(metrics_of(request).text(gauges))
