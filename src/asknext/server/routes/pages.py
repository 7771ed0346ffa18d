"""The pages of the browser side: one shell for all of them, and its files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI, Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from asknext.people.project_name import is_project_name
from asknext.server.errors import NotFound
from asknext.server.routes.access import open_to_all

PROJECT_PAGES = (
    *("label", "review", "dashboard", "items", "explore", "ontology", "quality", "mine", "card", "connections"),
)
"""The pages of a project."""
WORKSPACE_PAGES = ("projects", "people", "account", "audit")
"""The pages of a workspace, beside the log-in and the taking up of an invitation."""
WEB = Path(__file__).parent.parent / "web"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


class WebFiles(StaticFiles):
    """Files with content types that do not depend on the machine's settings."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        kind = TYPES.get(Path(path).suffix)
        if kind is not None and response.status_code == 200:
            response.headers["Content-Type"] = kind
        return response


def alone() -> APIRouter:
    """The pages of one project that is served alone."""
    return _router(["/", *(f"/{each}" for each in PROJECT_PAGES), "/login"])


def in_workspace() -> APIRouter:
    """The pages of a workspace and of each of its projects."""
    router = _router(["/login", "/invitation", *(f"/{each}" for each in WORKSPACE_PAGES)])
    router.include_router(_router([f"/p/{{project}}/{each}" for each in (*PROJECT_PAGES, "members")]))
    router.add_api_route("/", _to_projects, dependencies=[Depends(open_to_all)])
    router.add_api_route("/p/{project}", _to_project, dependencies=[Depends(open_to_all)])
    return router


def _router(paths: Iterable[str]) -> APIRouter:
    # the shell is the same for everybody and tells nothing; what it asks for is checked
    router = APIRouter(include_in_schema=False, dependencies=[Depends(open_to_all)])
    for path in paths:
        router.add_api_route(path, _page)
    return router


async def _page(_request: Request) -> Response:
    """The shell; what it shows is decided in the browser."""
    shell = WEB / "index.html"
    if not shell.is_file():
        raise NotFound("The browser side is not installed.")
    return FileResponse(shell, media_type="text/html; charset=utf-8")


async def _to_projects(_request: Request) -> Response:
    return RedirectResponse("/projects", 303)


async def _to_project(request: Request) -> Response:
    project = request.path_params["project"]
    if not is_project_name(project):  # what is no name is not put into an address
        raise NotFound("There is no such page.")
    return RedirectResponse(f"/p/{project}/label", 303)


def mount(app: FastAPI) -> None:
    """Serve the files of the browser side below /static/."""
    app.mount("/static", WebFiles(directory=WEB, check_dir=False), name="static")
