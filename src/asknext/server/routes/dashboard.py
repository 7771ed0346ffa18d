"""The numbers of the dashboard."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from asknext.server.routes.access import ERRORS, answer, desk_of, training_of

router = APIRouter(prefix="/api/v1", tags=["dashboard"], responses=ERRORS)


@router.get("/dashboard", response_model=dict[str, Any])
async def dashboard(request: Request) -> JSONResponse:
    """Progress, classes, learning curve, what was saved, what is needed, speed, advice, trainer, queue."""
    from asknext.labelling.dashboard import dashboard as numbers

    shown = await asyncio.to_thread(numbers, desk_of(request).project)
    return answer({**shown, "trainer": training_of(request).shown()})
