"""Leases: which items are in whose hands."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import JSONResponse

from asknext.errors import InputError
from asknext.server.bodies import LeaseBody, ReleaseBody, RenewBody
from asknext.server.errors import Refused
from asknext.server.routes.access import ERRORS, answer, desk_of, done

router = APIRouter(prefix="/api/v1/leases", tags=["leases"], responses=ERRORS)

# A page that is closing can only send text/plain.
_RELEASE = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": ReleaseBody.model_json_schema()} for kind in ("application/json", "text/plain")},
    }
}


@router.post("", response_model=dict[str, Any])
async def lease(request: Request, body: LeaseBody) -> JSONResponse:
    """Keep what is held and lease until the session holds ``want`` items: {items, left, ranking, waiting}."""
    return answer(await done(desk_of(request).lease(body.session, body.annotator, body.want, body.hold)))


@router.post("/renew", response_model=dict[str, list[int]])
async def renew(request: Request, body: RenewBody) -> JSONResponse:
    """Keep items for longer: {renewed, lost}."""
    return answer(await done(desk_of(request).renew(body.session, body.items)))


@router.post("/release", response_model=dict[str, list[int]], openapi_extra=_RELEASE)
async def release(request: Request) -> JSONResponse:
    """Give items back, so that others get them at once: {released}."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", "text/plain"):
        raise Refused(415, "media_type", "Send JSON, as application/json or text/plain.")
    try:
        body = ReleaseBody.model_validate_json(await request.body())
    except ValidationError as error:
        raise InputError(f"The release cannot be read: {error.errors()[0]['msg']}.") from None
    return answer({"released": await done(desk_of(request).release(body.session, body.items))})
