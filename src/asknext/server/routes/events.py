"""Events: what people did, stored once, acknowledged when on the disk."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import JSONResponse

from asknext.labelling.action import ITEMS, LIST
from asknext.labelling.present import shown_stream, summary_of
from asknext.labelling.work import LONGEST_NAME, VALUED
from asknext.people.identity import Identity
from asknext.people.verb import Verb
from asknext.project.config import Config
from asknext.server.bodies import ConfirmBody, EventsBody
from asknext.server.routes.access import ERRORS, annotator_of, answer, desk_of, done, identity_of, needs, session_of
from asknext.server.work_bodies import ResultsAnswer
from asknext.store.events import recent_events

router = APIRouter(tags=["events"], responses=ERRORS)

VERBS = {
    **dict.fromkeys(("label", "skip", "flag", "unflag", "undo"), Verb.LABEL),
    **dict.fromkeys(("comment", "question", "reply"), Verb.COMMENT),
    **dict.fromkeys(("accept", "reject", "correct", "gold", "ignore", "requeue", "resolve", "unignore"), Verb.REVIEW),
    "adjudicate": Verb.ADJUDICATE,
    LIST: Verb.FIX_LABELS,
    ITEMS: Verb.SEE_ITEMS,
}
"""What each kind of event needs; ``list``: changing a label in the list of items; ``items``: answering any item."""


@router.post("/events", dependencies=[Depends(needs(Verb.LABEL))], response_model=ResultsAnswer)
async def events(request: Request, body: EventsBody) -> JSONResponse:
    """Store events in order; the same uid is never stored twice. {results: [{uid, status, ...}]}."""
    session, annotator = session_of(request, body.session), annotator_of(request, body.annotator)
    allowed = allowed_kinds(identity_of(request))
    return answer({"results": await done(desk_of(request).do(session, annotator, body.events, allowed=allowed))})


@router.post("/confirm", dependencies=[Depends(needs(Verb.LABEL))], response_model=ResultsAnswer)
async def confirm(request: Request, body: ConfirmBody) -> JSONResponse:
    """Give many items one label, each by an event of its own: {results: [{uid, status, ...}]}."""
    session, annotator = session_of(request, body.session), annotator_of(request, body.annotator)
    given = [
        {"uid": f"{body.uid}/{each}", "kind": "label", "item": each, "value": body.value, "at": body.at}
        for each in dict.fromkeys(body.items)
    ]
    allowed = allowed_kinds(identity_of(request))
    return answer({"results": await done(desk_of(request).do(session, annotator, given, allowed=allowed))})


@router.get("/history", dependencies=[Depends(needs(Verb.LABEL))], response_model=dict[str, list[dict[str, Any]]])
async def history(
    request: Request,
    annotator: Annotated[str | None, Query(max_length=LONGEST_NAME)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> JSONResponse:
    """The newest events that were not undone, newest first; of one's own where one may not see those of others."""
    if not identity_of(request).may(Verb.SEE_ITEMS):
        annotator = identity_of(request).name
    desk = desk_of(request)
    with desk.project.database.read() as conn:
        rows = recent_events(conn, annotator, limit)
    return answer({"events": [_shown(desk.project.config, each) for each in rows]})


def allowed_kinds(identity: Identity) -> frozenset[str] | None:
    """The kinds of event that somebody may make; None for all."""
    if identity.local:
        return None
    return frozenset(kind for kind, verb in VERBS.items() if identity.may(verb))


def _shown(config: Config, row: Any) -> dict[str, Any]:
    value = json.loads(row.value) if row.kind in VALUED and row.value else row.value
    shown = {"uid": row.uid, "kind": row.kind, "item": row.item, "id": row.id, "value": value, "at": row.at}
    return {
        **shown,
        "stream": shown_stream(config, row.stream, row.control),
        "late": not row.current,
        "summary": summary_of(row.content),
    }
