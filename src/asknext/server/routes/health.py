"""Whether the server is well, and its counts."""

from __future__ import annotations

import time

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from asknext.people.verb import Verb
from asknext.server.place import Place
from asknext.server.routes.access import answer, metrics_of, needs, open_to_all
from asknext.store.counts import count_leased

router = APIRouter(tags=["operation"])


@router.get("/healthz", dependencies=[Depends(open_to_all)], response_model=dict[str, str])
async def healthz(request: Request) -> JSONResponse:
    """Answers once the server can read its database."""
    request.app.state.served.look()
    return answer({"status": "ok"})


@router.get("/metrics", dependencies=[Depends(needs(Verb.MANAGE_SERVER))], response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Counts and latencies in the text format of Prometheus."""
    places: list[Place] = request.app.state.served.open_places()
    gauges = [
        ("asknext_leased_items", "Items in somebody's hands.", float(sum(map(_leased, places)))),
        ("asknext_rounds", "Training rounds since the start.", float(sum(each.training.rounds for each in places))),
    ]
    return PlainTextResponse(metrics_of(request).text(gauges))


def _leased(place: Place) -> int:
    with place.project.database.read() as conn:
        return count_leased(conn, time.time())
