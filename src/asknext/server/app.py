"""`create_app` and `create_workspace_app`: the HTTP application of one project, and of all projects of a workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI

from asknext import __version__
from asknext.people.secret import hashed
from asknext.people.sign_on_tries import SignOnTries
from asknext.people.workspace import Workspace
from asknext.project.folder import Project
from asknext.server import errors
from asknext.server.door import GuardedDoor, OpenDoor
from asknext.server.gate import Gate, TokenGate
from asknext.server.metrics import Metrics
from asknext.server.people_gate import PeopleGate
from asknext.server.place import Alone, Place
from asknext.server.routes import (
    ALONE_ROUTERS,
    PROJECT_ROUTERS,
    SERVER_ROUTERS,
    WORKSPACE_PROJECT_ROUTERS,
    WORKSPACE_ROUTERS,
    pages,
)
from asknext.server.routes.access import named_project
from asknext.server.security import Security, known_hosts
from asknext.server.served_projects import ServedProjects
from asknext.server.sign_on_provider import SignOnProvider
from asknext.server.slow_checks import SlowChecks
from asknext.server.tokens import Keeper

__all__ = ["create_app", "create_workspace_app"]

ALONE, IN_WORKSPACE = "/api/v1", "/api/v1/projects/{project}"


def create_app(
    project: Project,
    *,
    token: str | None = None,
    token_hash: str | None = None,
    host: str = "127.0.0.1",
    hosts: Iterable[str] = (),
    train: bool = True,
) -> FastAPI:
    """The application of ``project``, which stays open for as long as the application runs.

    Parameters
    ----------
    token, token_hash : what opens it, plain or as the hash that is kept; with neither nobody has to log in.
    host : where it will listen. hosts : further names it may be called by, without port.
    train : whether rounds are run in a process of their own as answers come in.
    """
    served = Alone(Place(project, train=train))
    kept = hashed(token) if token is not None else token_hash
    keeper = None if kept is None else Keeper(project.database, kept)
    app = _application(served, None)
    app.state.door, app.state.keeper = OpenDoor(served), keeper
    _include(app, PROJECT_ROUTERS, ALONE)
    _include(app, (*SERVER_ROUTERS, *ALONE_ROUTERS, pages.alone()))
    return _protected(app, known_hosts(host, hosts), None if keeper is None else TokenGate(keeper))


def create_workspace_app(
    workspace: Workspace, *, host: str = "127.0.0.1", hosts: Iterable[str] = (), train: bool = True
) -> FastAPI:
    """The application of all projects of ``workspace``, which stays open for as long as the application runs.

    Parameters
    ----------
    host : where it will listen. hosts : further names it may be called by, without port.
    train : whether rounds are run; one project's after the other's.
    """
    served, checks = ServedProjects(workspace, train=train), SlowChecks()
    gate = PeopleGate(workspace.people)
    app = _application(served, checks)
    app.state.door, app.state.gate, app.state.keeper = GuardedDoor(workspace, served), gate, None
    app.state.workspace, app.state.slow_checks = workspace, checks
    app.state.sign_on, app.state.sign_on_tries = _sign_on(workspace), SignOnTries()
    for router in (*PROJECT_ROUTERS, *WORKSPACE_PROJECT_ROUTERS):
        app.include_router(router, prefix=IN_WORKSPACE, dependencies=[Depends(named_project)])
    _include(app, (*SERVER_ROUTERS, *WORKSPACE_ROUTERS, pages.in_workspace()))
    return _protected(app, known_hosts(host, hosts), gate)


def _sign_on(workspace: Workspace) -> SignOnProvider | None:
    settings = workspace.settings
    if settings.single_sign_on is None or settings.public_url is None:
        return None
    return SignOnProvider(settings.single_sign_on, settings.public_url.rstrip("/") + "/single-sign-on/back")


def _application(served: Alone | ServedProjects, checks: SlowChecks | None) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        served.start()
        try:
            yield
        finally:
            if checks is not None:
                checks.close()
            await served.stop()

    app = FastAPI(
        title="asknext",
        version=__version__,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
    )
    app.state.served, app.state.metrics = served, Metrics()
    errors.install(app)
    pages.mount(app)  # first, as a page asks for a hundred files and every route before would look at each
    return app


def _include(app: FastAPI, routers: Iterable[APIRouter], prefix: str = "") -> None:
    for router in routers:
        app.include_router(router, prefix=prefix)


def _protected(app: FastAPI, known: Callable[[str], bool], gate: Gate | None) -> FastAPI:
    app.add_middleware(Security, known=known, gate=gate)
    app.add_middleware(app.state.metrics.measure)
    return app
