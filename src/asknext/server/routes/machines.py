"""Machine annotators: what they have done and cost, how often they are right; have one label, or stop it."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi import Path as PathParameter
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse

from asknext.people.verb import Verb
from asknext.server.errors import NotFound
from asknext.server.routes.access import ERRORS, answer, desk_of, done, identity_of, needs, place_of

router = APIRouter(
    prefix="/machines", tags=["machines"], responses=ERRORS, dependencies=[Depends(needs(Verb.MANAGE_WEBHOOKS))]
)

Name = Annotated[str, PathParameter(max_length=40, description="The machine's name in asknext.yaml.")]


class RunBody(BaseModel):
    """How many items the machine is to label."""

    model_config = ConfigDict(extra="forbid")

    items: Annotated[int, Field(ge=1, le=1_000_000, strict=True, examples=[500])]


class _Share(BaseModel):
    """How many of ``n`` answers were right, with a 95 % interval."""

    n: int
    right: int
    accuracy: float | None
    low: float | None
    high: float | None


class _Skill(BaseModel):
    measured: _Share
    when_sure: _Share
    beside_people: _Share


class _Spent(BaseModel):
    items: int
    unusable: int
    requests: int
    tokens_in: int
    tokens_out: int
    cost: float


class MachineAnswer(BaseModel):
    """A machine: its settings without its key, what it has done, and how often it was right."""

    name: str
    annotator: str
    kind: str
    url: str
    model: str | None
    suggest: float | None
    vote: float | None
    background: bool
    budget: float | None
    most_items: int | None
    spent: _Spent
    skill: _Skill
    state: str | None


class MachinesAnswer(BaseModel):
    """All machines of the settings."""

    machines: list[MachineAnswer]


@router.get("", response_model=MachinesAnswer)
async def list_machines(request: Request) -> JSONResponse:
    """Every machine that asknext.yaml names."""
    place = place_of(request)
    found = await asyncio.to_thread(_shown, request)
    return answer({"machines": [{**each, "state": place.machining.state.get(each["name"])} for each in found]})


@router.post("/{machine}/run", status_code=202, response_model=dict[str, int])
async def run_machine(request: Request, machine: Name, body: RunBody) -> JSONResponse:
    """Have it label items in the background: {job}, to be followed at /jobs/{job}."""
    desk, machining, by = desk_of(request), place_of(request).machining, identity_of(request).name
    _known(request, machine)
    job = await done(desk.write(lambda conn: machining.run(conn, machine, body.items, by)))
    machining.begin(machine)
    return answer({"job": job}, 202)


@router.post("/{machine}/stop", response_model=dict[str, str])
async def stop_machine(request: Request, machine: Name) -> JSONResponse:
    """End what it was asked for; what it has labelled stays."""
    _known(request, machine)
    await asyncio.to_thread(place_of(request).machining.halt, machine)
    return answer({"status": "ok"})


def _shown(request: Request) -> list[dict[str, Any]]:
    from asknext.labelling.machines.shown import machines_shown

    project = desk_of(request).project
    with project.database.read() as conn:
        return machines_shown(conn, project.config)


def _known(request: Request, name: str) -> None:
    if name not in desk_of(request).project.config.machines:
        raise NotFound("There is no such machine: asknext.yaml names them below machines.")
