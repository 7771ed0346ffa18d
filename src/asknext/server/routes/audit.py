"""The audit log, for admins."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import JSONResponse, Response

from asknext.formats.csv_file import write_csv
from asknext.people.verb import Verb
from asknext.server.routes.access import ERRORS, answer, needs
from asknext.server.routes.workspace_access import people_of

router = APIRouter(prefix="/api/v1", tags=["audit"], responses=ERRORS)
_SEE = [Depends(needs(Verb.SEE_AUDIT))]
Filter = Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")]
COLUMNS = ("id", "at", "who", "what", "outcome", "project", "subject", "address", "detail")
MOST = 100_000


@router.get("/audit", dependencies=_SEE, response_model=dict[str, Any])
async def audit(
    request: Request,
    who: Filter = None,
    what: Filter = None,
    project: Filter = None,
    before: Annotated[int | None, Query(ge=1, lt=2**31)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> JSONResponse:
    """Entries, newest first: {entries, next}."""
    chosen = {"who": who or None, "what": what or None, "project": project or None}
    found = await asyncio.to_thread(people_of(request).log.page, **chosen, before=before, limit=limit)
    return answer({"entries": found, "next": found[-1]["id"] if len(found) == limit else None})


@router.get("/audit/export", dependencies=_SEE, response_class=Response, responses=ERRORS)
async def export(request: Request) -> Response:
    """The newest 100,000 entries as CSV."""
    found = await asyncio.to_thread(people_of(request).log.page, limit=MOST)
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return Response(_csv(found), media_type="text/csv; charset=utf-8", headers=headers)


def _csv(entries: list[dict[str, Any]]) -> bytes:
    rows = [[_cell(name, each[name]) for name in COLUMNS] for each in entries]
    return b"".join(write_csv(COLUMNS, rows))


def _cell(name: str, value: Any) -> Any:
    if name == "at":
        return datetime.fromtimestamp(value, UTC).isoformat()
    return json.dumps(value, ensure_ascii=False) if name == "detail" else value
