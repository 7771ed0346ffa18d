"""Events: what people did, stored once, acknowledged when on the disk."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import JSONResponse

from asknext.labelling.present import summary_of
from asknext.labelling.work import LONGEST_NAME
from asknext.people.verb import Verb
from asknext.server.bodies import EventsBody
from asknext.server.routes.access import ERRORS, annotator_of, answer, desk_of, done, identity_of, needs, session_of
from asknext.store.events import recent_events

router = APIRouter(tags=["events"], responses=ERRORS)


@router.post("/events", dependencies=[Depends(needs(Verb.LABEL))], response_model=dict[str, list[dict[str, Any]]])
async def events(request: Request, body: EventsBody) -> JSONResponse:
    """Store events in order; the same uid is never stored twice. {results: [{uid, status, ...}]}."""
    session, annotator = session_of(request, body.session), annotator_of(request, body.annotator)
    return answer({"results": await done(desk_of(request).do(session, annotator, body.events))})


@router.get("/history", dependencies=[Depends(needs(Verb.LABEL))], response_model=dict[str, list[dict[str, Any]]])
async def history(
    request: Request,
    annotator: Annotated[str | None, Query(max_length=LONGEST_NAME)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> JSONResponse:
    """The newest events that were not undone, newest first; of one's own where one may not see those of others."""
    if not identity_of(request).may(Verb.SEE_ITEMS):
        annotator = identity_of(request).name
    with desk_of(request).project.database.read() as conn:
        rows = recent_events(conn, annotator, limit)
    return answer({"events": [_shown(each) for each in rows]})


def _shown(row: Any) -> dict[str, Any]:
    value = json.loads(row.value) if row.kind == "label" else row.value
    shown = {"uid": row.uid, "kind": row.kind, "item": row.item, "id": row.id, "value": value, "at": row.at}
    return {**shown, "stream": row.stream, "late": not row.current, "summary": summary_of(row.content)}
