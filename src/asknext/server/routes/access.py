"""What every route needs from the application it runs in, and the check that stands before each of them.

A route names its verb: ``@router.get("/x", dependencies=[Depends(needs(Verb.SEE_ITEMS))])``. The check finds out who
asks and which project is meant; after it `identity_of` and `desk_of` answer.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from fastapi import Path, Request
from starlette.responses import JSONResponse

from asknext.labelling.desk import Desk
from asknext.people.identity import Identity
from asknext.people.verb import Verb
from asknext.server.bodies import ErrorAnswer

if TYPE_CHECKING:
    from asknext.server.metrics import Metrics
    from asknext.server.place import Place
    from asknext.server.tokens import Keeper
    from asknext.server.training import Training

__all__ = [
    "ERRORS",
    "Needs",
    "annotator_of",
    "answer",
    "desk_of",
    "done",
    "identity_of",
    "keeper_of",
    "metrics_of",
    "named_project",
    "needs",
    "open_to_all",
    "place_of",
    "session_of",
    "training_of",
]

T = TypeVar("T")

ERRORS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": ErrorAnswer, "description": "The request cannot be served as it is; the message says why."},
    "5XX": {"model": ErrorAnswer, "description": "The server could not do it; nothing of the request was stored."},
}


class Needs:
    """A dependency that lets a request through when whoever asks may do what ``verb`` says.

    Raises
    ------
    NotFound : they have no business with the project, or there is none. Refused : they have, but may not do this.
    """

    def __init__(self, verb: Verb) -> None:
        self.verb = verb

    async def __call__(self, request: Request) -> None:
        request.state.verb = self.verb  # for the log
        await request.app.state.door.admit(request, self.verb)


def needs(verb: Verb) -> Needs:
    """What a route puts into ``Depends``."""
    return Needs(verb)


async def named_project(project: Annotated[str, Path(description="The project's name in the workspace.")]) -> None:
    """Says in the OpenAPI document what stands in the path; the check before the route reads it there itself."""


async def open_to_all() -> None:
    """What a route puts into ``Depends`` that answers before anybody has logged in."""


def identity_of(request: Request) -> Identity:
    """Who asks, and their role in the project."""
    identity: Identity = request.state.identity
    return identity


def annotator_of(request: Request, given: str) -> str:
    """Under which name an action is stored: that of the log-in, or where nobody logs in the one ``given``."""
    return identity_of(request).acting_as(given)


def session_of(request: Request, given: str) -> str:
    """The page's session, which holds leases; nobody can name that of somebody else."""
    identity = identity_of(request)
    return given if identity.local else f"{identity.person}:{given}"


def place_of(request: Request) -> Place:
    """The project at work with all that runs beside it."""
    place: Place = request.state.place
    return place


def desk_of(request: Request) -> Desk:
    """The project at work."""
    return place_of(request).desk


def training_of(request: Request) -> Training:
    """Who has the model trained."""
    return place_of(request).training


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
