"""The pages of the browser side: one shell for all of them, and its files."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI, Request
from starlette.datastructures import Headers
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
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
    """Files with content types that do not depend on the machine; kept in memory, as a page asks for a hundred."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._kept: dict[str, tuple[str, bytes]] = {}

    async def get_response(self, path: str, scope: Scope) -> Response:
        full, found = self.lookup_path(path)
        kind = TYPES.get(Path(path).suffix)
        if found is None or kind is None or not stat.S_ISREG(found.st_mode) or scope["method"] not in ("GET", "HEAD"):
            return await super().get_response(path, scope)
        tag = f'"{found.st_mtime_ns:x}-{found.st_size:x}"'
        response = Response(self._content(full, tag), headers={"ETag": tag, "Content-Type": kind})
        known = self.is_not_modified(response.headers, Headers(scope=scope))
        return NotModifiedResponse(response.headers) if known else response

    def _content(self, full: str, tag: str) -> bytes:
        if full not in self._kept or self._kept[full][0] != tag:
            self._kept[full] = (tag, Path(full).read_bytes())
        return self._kept[full][1]


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
    app.mount("/static", WebFiles(WEB), name="static")
