"""The log of everything that happened, to be read from any place on."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import JSONResponse

from asknext.labelling.event_shown import event_shown
from asknext.people.verb import Verb
from asknext.project.folder import Project
from asknext.server.routes.access import ERRORS, answer, desk_of, needs
from asknext.store.webhooks import events_after

router = APIRouter(tags=["events"], responses=ERRORS)


class LoggedItem(BaseModel):
    """Which item an event is about: its number here, and its own id."""

    item: int
    id: str


class LoggedEvent(BaseModel):
    """One event; ``value`` holds class ids for a label, text for a comment."""

    seq: int
    uid: str
    kind: str
    at: float
    annotator: str
    seconds: float | None
    stream: str
    strategy: str | None
    score: float | None
    ranking: int | None
    reason: str | None
    item: LoggedItem
    value: Any
    late: bool
    undoes: str | None


class LogAnswer(BaseModel):
    """Events in order; ``next`` is the cursor to go on from, ``more`` says whether there is more already."""

    events: list[LoggedEvent]
    next: int
    more: bool


@router.get("/events", dependencies=[Depends(needs(Verb.EXPORT))], response_model=LogAnswer)
async def events_since(
    request: Request,
    after: Annotated[int, Query(ge=0, lt=2**31, description="The seq of the last event one has.")] = 0,
    limit: Annotated[int, Query(ge=1, le=5000)] = 1000,
) -> JSONResponse:
    """Everything that happened after ``after``, imports included, in order."""
    return answer(await asyncio.to_thread(_page, desk_of(request).project, after, limit))


def _page(project: Project, after: int, limit: int) -> dict[str, Any]:
    with project.database.read() as conn:
        rows = events_after(conn, after, limit)
    last = rows[-1].seq if rows else after
    return {"events": [event_shown(each) for each in rows], "next": last, "more": len(rows) == limit}
