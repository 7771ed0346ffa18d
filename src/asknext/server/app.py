"""`create_app`: the HTTP application of one project."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from fastapi import FastAPI

from asknext import __version__
from asknext.project.folder import Project
from asknext.server import errors
from asknext.server.door import OpenDoor
from asknext.server.metrics import Metrics
from asknext.server.place import Alone, Place
from asknext.server.routes import PROJECT_ROUTERS, SERVER_ROUTERS, pages
from asknext.server.security import Security, known_hosts
from asknext.server.tokens import Keeper, hashed

__all__ = ["create_app"]


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

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        served.start()
        try:
            yield
        finally:
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
    kept = hashed(token) if token is not None else token_hash
    keeper = None if kept is None else Keeper(project.database, kept)
    metrics = Metrics()
    app.state.served, app.state.door, app.state.metrics, app.state.keeper = served, OpenDoor(served), metrics, keeper
    errors.install(app)
    for router in PROJECT_ROUTERS:
        app.include_router(router, prefix="/api/v1")
    for router in SERVER_ROUTERS:
        app.include_router(router)
    pages.mount(app)
    app.add_middleware(Security, known=known_hosts(host, hosts), keeper=keeper)
    app.add_middleware(metrics.measure)
    return app
