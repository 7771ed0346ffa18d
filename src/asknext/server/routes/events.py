"""Events: what people did, stored once, acknowledged when on the disk."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse

from asknext.labelling.present import summary_of
from asknext.labelling.work import LONGEST_NAME
from asknext.server.bodies import EventsBody
from asknext.server.routes.access import ERRORS, answer, desk_of, done
from asknext.store.events import recent_events

router = APIRouter(prefix="/api/v1", tags=["events"], responses=ERRORS)


@router.post("/events", response_model=dict[str, list[dict[str, Any]]])
async def events(request: Request, body: EventsBody) -> JSONResponse:
    """Store events in order; the same uid is never stored twice. {results: [{uid, status, ...}]}."""
    return answer({"results": await done(desk_of(request).do(body.session, body.annotator, body.events))})


@router.get("/history", response_model=dict[str, list[dict[str, Any]]])
async def history(
    request: Request,
    annotator: Annotated[str | None, Query(max_length=LONGEST_NAME)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> JSONResponse:
    """The newest events that were not undone, newest first."""
    with desk_of(request).project.database.read() as conn:
        rows = recent_events(conn, annotator, limit)
    return answer({"events": [_shown(each) for each in rows]})


def _shown(row: Any) -> dict[str, Any]:
    value = json.loads(row.value) if row.kind == "label" else row.value
    shown = {"uid": row.uid, "kind": row.kind, "item": row.item, "id": row.id, "value": value, "at": row.at}
    return {**shown, "stream": row.stream, "late": not row.current, "summary": summary_of(row.content)}
