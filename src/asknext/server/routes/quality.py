"""How far labels can be trusted: the report, the items in doubt, and what a person may see of themselves."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import JSONResponse

from asknext.labelling.quality.names import SUBJECTS
from asknext.labelling.work import LONGEST_NAME
from asknext.people.verb import Verb
from asknext.server.errors import NotFound, Refused
from asknext.server.reporting import Reporting
from asknext.server.routes.access import ERRORS, annotator_of, answer, desk_of, identity_of, needs, place_of

router = APIRouter(tags=["quality"], responses=ERRORS)

OWN = ("answers", "gold_answers", "accuracy", "kappa", "by_others", "seconds", "earlier", "recent", "trend")


@router.get("/quality", dependencies=[Depends(needs(Verb.SEE_QUALITY))], response_model=dict[str, Any])
async def quality(request: Request) -> JSONResponse:
    """The newest report without its items: {report, state, sentence, stale}; one that is old is made anew meanwhile."""
    reporting = place_of(request).reporting
    reporting.look()
    report = await asyncio.to_thread(reporting.report)
    from asknext.labelling.quality.shown import overview

    return answer({"report": None if report is None else overview(report), **_state(reporting)})


@router.post(
    "/quality", status_code=202, dependencies=[Depends(needs(Verb.SEE_QUALITY))], response_model=dict[str, Any]
)
async def make(request: Request) -> JSONResponse:
    """Have the report made now: {state, sentence, stale}."""
    reporting = place_of(request).reporting
    reporting.wish()
    return answer(_state(reporting), 202)


@router.get("/quality/mine", dependencies=[Depends(needs(Verb.LABEL))], response_model=dict[str, Any])
async def mine(
    request: Request,
    annotator: Annotated[str, Query(max_length=LONGEST_NAME, description="Where nobody logs in.")] = "",
) -> JSONResponse:
    """A person's own numbers, where the project shows them: {name, made, numbers}; numbers is null before a report."""
    identity, place = identity_of(request), place_of(request)
    if not (place.project.config.own_quality or identity.may(Verb.SEE_QUALITY)):
        raise Refused(403, "not_shown", "This project does not show people their own numbers (own_quality: true).")
    place.reporting.look()
    report = await asyncio.to_thread(place.reporting.report)
    name = annotator_of(request, annotator)
    return answer({"name": name, "made": report and report["made"], "numbers": _own(report, name)})


@router.get("/quality/{subject}", dependencies=[Depends(needs(Verb.SEE_QUALITY))], response_model=dict[str, Any])
async def items(
    request: Request,
    subject: str,
    start: Annotated[int, Query(ge=0, le=100_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> JSONResponse:
    """Items of one subject with their contents, most urgent first: {items, next, gone}."""
    from asknext.labelling.quality.shown import items_of

    if subject not in SUBJECTS:
        raise NotFound(f"There is no subject {subject[:50]!r} of the report; there are {', '.join(SUBJECTS)}.")
    report = await asyncio.to_thread(place_of(request).reporting.report)
    if report is None:
        return answer({"items": [], "next": None, "gone": 0})
    project = desk_of(request).project
    with project.database.read() as conn:
        return answer(items_of(conn, project.config, report, subject, start, limit))


def _state(reporting: Reporting) -> dict[str, Any]:
    return {"state": reporting.state, "sentence": reporting.sentence, "stale": reporting.stale()}


def _own(report: dict[str, Any] | None, name: str) -> dict[str, Any] | None:
    sections = [] if report is None else report["sections"]
    people = [one for each in sections if each["name"] == "annotators" for one in each["numbers"].get("annotators", [])]
    found = next((one for one in people if one["name"] == name), None)
    return None if found is None else {key: found[key] for key in OWN}
