"""The numbers of the dashboard."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import JSONResponse

from asknext.labelling.work import LONGEST_NAME
from asknext.people.verb import Verb
from asknext.server.advice_body import AdviceAnswer
from asknext.server.numbers_body import PeopleAnswer, QueueAnswer
from asknext.server.routes.access import ERRORS, answer, desk_of, needs, place_of, training_of
from asknext.server.work_bodies import ProgressAnswer
from asknext.store.counts import count_labels

router = APIRouter(tags=["dashboard"], responses=ERRORS)

MOMENTS = 1e11


@router.get("/dashboard", dependencies=[Depends(needs(Verb.SEE_DASHBOARD))], response_model=dict[str, Any])
async def dashboard(request: Request) -> JSONResponse:
    """Progress, classes, learning curve, what was saved, what is needed, speed, advice, trainer, queue."""
    shown = await asyncio.to_thread(place_of(request).board.dashboard)
    return answer({**shown, "trainer": training_of(request).shown()})


@router.get("/dashboard/people", dependencies=[Depends(needs(Verb.SEE_DASHBOARD))], response_model=PeopleAnswer)
async def people(
    request: Request,
    annotator: Annotated[str | None, Query(max_length=LONGEST_NAME, description="Only what this person did.")] = None,
    since: Annotated[float | None, Query(ge=0, le=MOMENTS, description="Seconds since 1970.")] = None,
    until: Annotated[float | None, Query(ge=0, le=MOMENTS, description="Seconds since 1970, not included.")] = None,
) -> JSONResponse:
    """Labels a day, seconds a label, reviews and cost: of everybody together and of each person."""
    from asknext.labelling.people_numbers import Excerpt

    asked = Excerpt(annotator or None, since, until)
    return answer(await asyncio.to_thread(place_of(request).board.people, asked))


@router.get("/dashboard/queue", dependencies=[Depends(needs(Verb.SEE_DASHBOARD))], response_model=QueueAnswer)
async def queue(request: Request) -> JSONResponse:
    """What is open, held, stuck, waiting for a second answer, a review or a decision, and how long the work lasts."""
    return answer(await asyncio.to_thread(place_of(request).board.queue))


@router.get("/advice", dependencies=[Depends(needs(Verb.SEE_DASHBOARD))], response_model=AdviceAnswer)
async def advice(request: Request) -> JSONResponse:
    """Whether to stop and why, and each piece of advice with its number, its bound and the series behind it."""
    return answer(await asyncio.to_thread(place_of(request).board.advice))


@router.get("/progress", dependencies=[Depends(needs(Verb.VIEW_PROJECT))], response_model=ProgressAnswer)
async def progress(request: Request) -> JSONResponse:
    """How many are labelled, and what the trainer does: cheap enough for every page to ask all the time."""
    with desk_of(request).project.database.read() as conn:
        labelled = count_labels(conn)
    return answer({"progress": {"labelled": labelled}, "trainer": training_of(request).shown()})
