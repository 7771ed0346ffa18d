"""Priorities from outside."""

from __future__ import annotations

import asyncio
import tempfile
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse

from asknext.people.verb import Verb
from asknext.server.errors import Refused
from asknext.server.routes.access import ERRORS, answer, desk_of, needs
from asknext.server.work_bodies import SetAnswer

router = APIRouter(tags=["ranking"], responses=ERRORS)

_NDJSON = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-ndjson": {"schema": {"type": "string", "description": 'Lines of {"id": ..., "score": ...}.'}}
        },
    }
}


@router.put("/ranking", dependencies=[Depends(needs(Verb.PRIORITISE))], response_model=SetAnswer, openapi_extra=_NDJSON)
async def put_ranking(request: Request) -> JSONResponse:
    """Ask items in the order of these scores, highest first, at once: {version, ranked, unknown}."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/x-ndjson", "application/jsonl"):
        raise Refused(415, "media_type", 'Send application/x-ndjson: lines of {"id": ..., "score": ...}.')
    from asknext.labelling.external import publish_external_ranking

    with tempfile.TemporaryFile(dir=desk_of(request).project.folder) as file:
        async for chunk in request.stream():
            file.write(chunk)
        file.seek(0)
        return answer(await asyncio.to_thread(publish_external_ranking, desk_of(request).project, file))


@router.delete("/ranking", dependencies=[Depends(needs(Verb.PRIORITISE))], response_model=dict[str, Any])
async def delete_ranking(request: Request) -> JSONResponse:
    """Go back to the project's own strategy from the next round on."""
    from asknext.labelling.external import end_external_ranking

    await asyncio.to_thread(end_external_ranking, desk_of(request).project)
    return answer({"strategy": "own"})
