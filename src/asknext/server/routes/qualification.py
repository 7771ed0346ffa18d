"""The test before real work: where one stands, how it went, and letting people in without."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse

from asknext.labelling.qualification import TestState, grant, last_answers, test_state
from asknext.labelling.work import LONGEST_NAME
from asknext.people.verb import Verb
from asknext.server.bodies import Name
from asknext.server.routes.access import ERRORS, annotator_of, answer, desk_of, done, needs
from asknext.store.qualifications import all_tests
from asknext.store.queue_marker import mark_queue

router = APIRouter(prefix="/qualification", tags=["qualification"], responses=ERRORS)


class GrantBody(BaseModel):
    """Whether somebody may work without the test; if not they begin again, as if they had taken none."""

    model_config = ConfigDict(extra="forbid")

    annotator: Name
    passed: Annotated[bool, Field(description="false: all their tests are forgotten.")]


@router.get("", dependencies=[Depends(needs(Verb.LABEL))], response_model=dict[str, Any])
async def mine(
    request: Request,
    annotator: Annotated[str, Query(max_length=LONGEST_NAME, description="Where nobody logs in.")] = "",
) -> JSONResponse:
    """Where one stands in the test, and each answer of the last one with what is right: {test, answers}."""
    name, desk = annotator_of(request, annotator), desk_of(request)
    config = desk.project.config
    with desk.project.database.read() as conn:
        state = test_state(conn, config.qualification, name)
        answers = last_answers(conn, config, name)
    return answer({"test": _shown(state), "answers": answers})


@router.get("/people", dependencies=[Depends(needs(Verb.SEE_QUALITY))], response_model=dict[str, Any])
async def people(request: Request) -> JSONResponse:
    """Every test that anybody took: {tests: [{annotator, test, at, score, passed}]}."""
    with desk_of(request).project.database.read() as conn:
        return answer({"tests": [dict(each._mapping) for each in all_tests(conn)]})


@router.put("/people", dependencies=[Depends(needs(Verb.MANAGE_MEMBERS))], response_model=dict[str, Any])
async def put_person(request: Request, body: GrantBody) -> JSONResponse:
    """Let somebody work without a test, or have them begin the test again: {test}."""
    desk = desk_of(request)

    def write(conn: Any) -> TestState:
        grant(conn, body.annotator, passed=body.passed, now=time.time())
        mark_queue(conn)
        return test_state(conn, desk.project.config.qualification, body.annotator)

    return answer({"test": _shown(await done(desk.write(write)))})


def _shown(state: TestState) -> dict[str, Any]:
    return {**asdict(state), "failed": state.failed}
