"""Whether the server is well, and its counts."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from asknext.people.verb import Verb
from asknext.server.errors import Refused
from asknext.server.exposition import OPEN_METRICS, PROMETHEUS, Exposition
from asknext.server.gauges import show_places, show_process
from asknext.server.place import Place
from asknext.server.routes.access import ERRORS, answer, metrics_of, needs, open_to_all

router = APIRouter(tags=["operation"])


@router.get("/healthz", dependencies=[Depends(open_to_all)], response_model=dict[str, str])
async def healthz() -> JSONResponse:
    """Answers while the server lives: what does not answer is to be started again."""
    return answer({"status": "ok"})


@router.get("/readyz", dependencies=[Depends(open_to_all)], response_model=dict[str, str], responses=ERRORS)
async def readyz(request: Request) -> JSONResponse:
    """Answers with 200 while the database can be read and answers can be stored, else with 5xx."""
    served = request.app.state.served
    await asyncio.to_thread(served.look)
    if not all(place.desk.writer.alive for place in served.open_places()):
        raise Refused(503, "not_ready", "The server cannot store answers just now: it is stopping.")
    return answer({"status": "ok"})


@router.get("/metrics", dependencies=[Depends(needs(Verb.MANAGE_SERVER))], response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Counts and latencies in the text format of Prometheus, or as OpenMetrics where that is asked for."""
    wanted = "application/openmetrics-text" in request.headers.get("accept", "")
    exposition = Exposition(open_metrics=wanted)
    places: list[Place] = request.app.state.served.open_places()
    metrics_of(request).show(exposition)
    show_process(exposition)
    await asyncio.to_thread(show_places, exposition, places)
    return Response(exposition.text(), media_type=OPEN_METRICS if wanted else PROMETHEUS)
