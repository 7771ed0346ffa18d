"""Bulk operations: begin one, see how far it is, stop it."""

from __future__ import annotations

import asyncio
import time
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi import Path as PathParameter
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse

from asknext.labelling import bulk
from asknext.labelling.desk import Desk
from asknext.people.verb import Verb
from asknext.server.errors import NotFound
from asknext.server.routes.access import ERRORS, answer, desk_of, done, identity_of, needs, place_of

router = APIRouter(prefix="/jobs", tags=["jobs"], responses=ERRORS, dependencies=[Depends(needs(Verb.FIX_LABELS))])

Number = Annotated[int, PathParameter(ge=1, lt=2**31, description="The job's number.")]
Text = Annotated[str, Field(max_length=500)]


class ItemFilter(BaseModel):
    """Which items, as in the list of items."""

    model_config = ConfigDict(extra="forbid")

    search: Annotated[Text, Field(description="Part of the content or of the id.")] = ""
    state: Annotated[Text, Field(description="A state of items, flagged, or all.", examples=["skipped"])] = "all"
    value: Annotated[Text | None, Field(description="A class id that the label holds.")] = None
    control: Annotated[bool | None, Field(description="Only items of the control reserve, or only others.")] = None


class NewJob(BaseModel):
    """What is to be done to which items: those a filter finds, or those that are named by id or by position."""

    model_config = ConfigDict(extra="forbid")

    action: Annotated[
        Text, Field(description="What to do; undo takes a bulk operation back.", examples=[*bulk.ACTIONS, bulk.UNDO])
    ]
    value: Annotated[
        float | int | Text | list[Text] | None,
        Field(
            description="The priority, the answers wanted, the skill, the annotator, the class ids of gold, or of an "
            "undo the number of the job."
        ),
    ] = None
    filter: ItemFilter | None = None
    ids: Annotated[list[Text] | None, Field(max_length=bulk.MOST_IDS, description="Items by their own ids.")] = None
    items: Annotated[
        list[int] | None, Field(max_length=bulk.MOST_IDS, description="Items by their positions in the project.")
    ] = None


class Problem(BaseModel):
    """An item of which it could not be done."""

    message: str
    item: int | None = None
    id: str | None = None


class JobAnswer(BaseModel):
    """How far a job is: ``done`` of ``total`` items, ``failed`` ones with the first hundred reasons."""

    id: int
    kind: str
    by: str
    at: float
    status: Literal["running", "done", "failed", "stopped"]
    total: int
    done: int
    failed: int
    action: str | None
    value: Any = None
    filter: dict[str, Any] | None = None
    message: str | None = None
    problems: list[Problem]


class JobsAnswer(BaseModel):
    """Jobs, the newest first."""

    jobs: list[JobAnswer]


@router.post("", status_code=202, response_model=JobAnswer)
async def begin_job(request: Request, body: NewJob) -> JSONResponse:
    """Begin a bulk operation; it goes on in the background, and after a restart of the server."""
    desk = desk_of(request)
    chosen = None if body.filter is None else body.filter.model_dump()
    wanted = bulk.Bulk(body.action, body.value, chosen, body.ids, body.items)
    total = await asyncio.to_thread(_checked, desk, wanted)
    by, now = identity_of(request).name, time.time()
    number = await done(desk.write(lambda conn: bulk.begin(conn, wanted, total, by=by, now=now)))
    place_of(request).bulk.begun()
    return answer(_shown(desk, number), 202)


@router.get("", response_model=JobsAnswer)
async def list_jobs(request: Request, limit: Annotated[int, Query(ge=1, le=200)] = 20) -> JSONResponse:
    """The newest jobs."""
    with desk_of(request).project.database.read() as conn:
        return answer({"jobs": bulk.jobs_shown(conn, limit)})


@router.get("/{job}", response_model=JobAnswer)
async def one_job(request: Request, job: Number) -> JSONResponse:
    """How far it is."""
    return answer(_shown(desk_of(request), job))


@router.post("/{job}/cancel", response_model=JobAnswer)
async def cancel_job(request: Request, job: Number) -> JSONResponse:
    """Stop it where it is; what is done stays done."""
    desk = desk_of(request)
    _shown(desk, job)
    await done(desk.write(lambda conn: bulk.cancel(conn, job)))
    return answer(_shown(desk, job))


def _checked(desk: Desk, wanted: bulk.Bulk) -> int:
    with desk.project.database.read() as conn:
        return bulk.check(conn, wanted)


def _shown(desk: Desk, number: int) -> dict[str, Any]:
    with desk.project.database.read() as conn:
        found = bulk.job_shown(conn, number)
    if found is None:
        raise NotFound(f"There is no job {number}.")
    return found
