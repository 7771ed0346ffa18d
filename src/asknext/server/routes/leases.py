"""Leases: which items are in whose hands."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from pydantic import ValidationError
from starlette.responses import JSONResponse

from asknext.errors import InputError
from asknext.people.verb import Verb
from asknext.server.bodies import LeaseBody, ReleaseBody, RenewBody
from asknext.server.errors import Refused
from asknext.server.routes.access import ERRORS, annotator_of, answer, desk_of, done, identity_of, needs, session_of
from asknext.server.work_bodies import LeaseAnswer

router = APIRouter(prefix="/leases", tags=["leases"], responses=ERRORS)

VERBS = {"label": Verb.LABEL, "review": Verb.REVIEW, "adjudicate": Verb.ADJUDICATE}

# A page that is closing can only send text/plain.
_RELEASE = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": ReleaseBody.model_json_schema()} for kind in ("application/json", "text/plain")},
    }
}


@router.post("", dependencies=[Depends(needs(Verb.LABEL))], response_model=LeaseAnswer)
async def lease(request: Request, body: LeaseBody) -> JSONResponse:
    """Keep what is held and lease until the session holds ``want`` items: {items, left, ranking, waiting, test}."""
    if not identity_of(request).may(VERBS[body.kind]):
        raise Refused(403, "forbidden", "Your role in this project does not include this work.")
    session, annotator = session_of(request, body.session), annotator_of(request, body.annotator)
    tags = identity_of(request).skills
    return answer(
        await done(desk_of(request).lease(session, annotator, body.want, body.hold, tags=tags, kind=body.kind))
    )


@router.post("/renew", dependencies=[Depends(needs(Verb.LABEL))], response_model=dict[str, list[int]])
async def renew(request: Request, body: RenewBody) -> JSONResponse:
    """Keep items for longer: {renewed, lost}."""
    return answer(await done(desk_of(request).renew(session_of(request, body.session), body.items)))


@router.post(
    "/release", dependencies=[Depends(needs(Verb.LABEL))], response_model=dict[str, list[int]], openapi_extra=_RELEASE
)
async def release(request: Request) -> JSONResponse:
    """Give items back, so that others get them at once: {released}."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", "text/plain"):
        raise Refused(415, "media_type", "Send JSON, as application/json or text/plain.")
    try:
        body = ReleaseBody.model_validate_json(await request.body())
    except ValidationError as error:
        raise InputError(f"The release cannot be read: {error.errors()[0]['msg']}.") from None
    return answer({"released": await done(desk_of(request).release(session_of(request, body.session), body.items))})
