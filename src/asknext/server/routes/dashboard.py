"""The numbers of the dashboard."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse

from asknext.people.verb import Verb
from asknext.server.advice_body import AdviceAnswer
from asknext.server.routes.access import ERRORS, answer, desk_of, needs, training_of
from asknext.store.counts import count_labels

router = APIRouter(tags=["dashboard"], responses=ERRORS)


@router.get("/dashboard", dependencies=[Depends(needs(Verb.SEE_DASHBOARD))], response_model=dict[str, Any])
async def dashboard(request: Request) -> JSONResponse:
    """Progress, classes, learning curve, what was saved, what is needed, speed, advice, trainer, queue."""
    from asknext.labelling.dashboard import dashboard as numbers

    shown = await asyncio.to_thread(numbers, desk_of(request).project)
    return answer({**shown, "trainer": training_of(request).shown()})


@router.get("/advice", dependencies=[Depends(needs(Verb.SEE_DASHBOARD))], response_model=AdviceAnswer)
async def advice(request: Request) -> JSONResponse:
    """Whether to stop and why, and each piece of advice with its number, its bound and the series behind it."""
    from asknext.labelling.dashboard import advice_of

    return answer(await asyncio.to_thread(advice_of, desk_of(request).project))


@router.get("/progress", dependencies=[Depends(needs(Verb.VIEW_PROJECT))], response_model=dict[str, Any])
async def progress(request: Request) -> JSONResponse:
    """How many are labelled, and what the trainer does: cheap enough for every page to ask all the time."""
    with desk_of(request).project.database.read() as conn:
        labelled = count_labels(conn)
    return answer({"progress": {"labelled": labelled}, "trainer": training_of(request).shown()})
