"""What waits for a reviewer: how much, and the questions that nobody has resolved. Items come by leases."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import JSONResponse

from asknext.labelling.threads import listed_questions
from asknext.people.verb import Verb
from asknext.server.routes.access import ERRORS, answer, desk_of, needs
from asknext.store.counts import state_count
from asknext.store.schema import DISPUTED, REJECTED, REVIEW
from asknext.store.threads import count_open_questions

router = APIRouter(tags=["review"], responses=ERRORS)


class Waiting(BaseModel):
    """How many items wait for review, for adjudication, and for the new answer of their annotator; open questions."""

    review: int
    adjudicate: int
    rejected: int
    questions: int


@router.get("/review", dependencies=[Depends(needs(Verb.REVIEW))], response_model=Waiting)
async def waiting(request: Request) -> JSONResponse:
    """How much there is to review."""
    with desk_of(request).project.database.read() as conn:
        return answer(
            {
                "review": state_count(conn, REVIEW),
                "adjudicate": state_count(conn, DISPUTED),
                "rejected": state_count(conn, REJECTED),
                "questions": count_open_questions(conn),
            }
        )


@router.get("/questions", dependencies=[Depends(needs(Verb.SEE_ITEMS))], response_model=dict[str, Any])
async def questions(
    request: Request,
    before: Annotated[int | None, Query(ge=1, description="The ``next`` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> JSONResponse:
    """Questions nobody has resolved, the newest first: {questions, next}."""
    project = desk_of(request).project
    with project.database.read() as conn:
        found = listed_questions(conn, project.config, before=before, limit=limit)
    return answer({"questions": found, "next": found[-1]["seq"] if len(found) == limit else None})
