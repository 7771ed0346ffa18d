"""Priorities, answers wanted and skills from outside, by the items' own ids."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import JSONResponse

from asknext.errors import InputError
from asknext.labelling.desk import Desk
from asknext.labelling.priorities import prioritise, read_priorities
from asknext.people.verb import Verb
from asknext.server.errors import Refused
from asknext.server.routes.access import ERRORS, answer, desk_of, identity_of, needs

router = APIRouter(tags=["priorities"], responses=ERRORS)

NDJSON = ("application/x-ndjson", "application/jsonl")


class PrioritiesBody(BaseModel):
    """What is to be set; each item by itself, so that one that cannot be does not hold up the others."""

    model_config = ConfigDict(extra="forbid")

    items: Annotated[list[Any], Field(max_length=10_000, examples=[[{"id": "a1", "priority": 5, "wanted": 2}]])]


class Failure(BaseModel):
    """One that could not be set."""

    id: Any = None
    message: str


class PrioritiesAnswer(BaseModel):
    """How many were set and how many stood so already; the first thousand that failed, and how many did."""

    set: int
    same: int
    failures: int
    failed: list[Failure]


_BODIES = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": PrioritiesBody.model_json_schema()},
            "application/x-ndjson": {
                "schema": {"type": "string", "description": 'Lines of {"id", "priority", "wanted", "skill"}.'}
            },
        },
    }
}


@router.put(
    "/priorities",
    dependencies=[Depends(needs(Verb.PRIORITISE))],
    response_model=PrioritiesAnswer,
    openapi_extra=_BODIES,
)
async def put_priorities(request: Request) -> JSONResponse:
    """Set priority, answers wanted and skill of items by their ids; sent twice it changes nothing more."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    desk, by = desk_of(request), identity_of(request).name
    if kind == "application/json":
        given = _body(await request.body()).items
        return answer(await asyncio.to_thread(_set, desk, given, by))
    if kind not in NDJSON:
        raise Refused(415, "media_type", "Send JSON, or lines of JSON as application/x-ndjson.")
    with tempfile.TemporaryFile(dir=desk.project.folder) as file:
        async for chunk in request.stream():
            file.write(chunk)
        file.seek(0)
        return answer(await asyncio.to_thread(_set_lines, desk, file, by))


def _body(content: bytes) -> PrioritiesBody:
    try:
        return PrioritiesBody.model_validate_json(content)
    except ValidationError as error:
        raise InputError(f"The priorities cannot be read: {error.errors()[0]['msg']}.") from None


def _set_lines(desk: Desk, file: BinaryIO, by: str) -> dict[str, Any]:
    return _set(desk, read_priorities(file), by)


def _set(desk: Desk, given: Iterable[Any], by: str) -> dict[str, Any]:
    return asdict(prioritise(desk.write, desk.queue.policy, given, by=by))
