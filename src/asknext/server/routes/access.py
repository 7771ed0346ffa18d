"""What every route needs from the application it runs in."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from fastapi import Request
from starlette.responses import JSONResponse

from asknext.labelling.desk import Desk
from asknext.server.bodies import ErrorAnswer

if TYPE_CHECKING:
    from asknext.server.metrics import Metrics
    from asknext.server.tokens import Keeper
    from asknext.server.training import Training

__all__ = ["ERRORS", "answer", "desk_of", "done", "keeper_of", "metrics_of", "training_of"]

T = TypeVar("T")

ERRORS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": ErrorAnswer, "description": "The request cannot be served as it is; the message says why."},
    "5XX": {"model": ErrorAnswer, "description": "The server could not do it; nothing of the request was stored."},
}


def desk_of(request: Request) -> Desk:
    """The project at work."""
    desk: Desk = request.app.state.desk
    return desk


def training_of(request: Request) -> Training:
    """Who has the model trained."""
    training: Training = request.app.state.training
    return training


def metrics_of(request: Request) -> Metrics:
    """The server's counts."""
    metrics: Metrics = request.app.state.metrics
    return metrics


def keeper_of(request: Request) -> Keeper | None:
    """Who lets people in; None where nobody has to log in."""
    keeper: Keeper | None = request.app.state.keeper
    return keeper


async def done(future: Future[T]) -> T:
    """Wait for the writer without holding up other requests.

    A caller that goes away does not take its write back: it was asked for, and may be on the disk.
    """
    return await asyncio.shield(asyncio.wrap_future(future))


def answer(content: Any, status: int = 200) -> JSONResponse:
    """JSON that nothing stores on the way."""
    return JSONResponse(content, status)
