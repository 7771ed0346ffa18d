"""The pages of the browser side: one shell for all of them, and its files."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from asknext.server.errors import NotFound

router = APIRouter(include_in_schema=False)

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


@router.get("/")
@router.get("/label")
@router.get("/dashboard")
@router.get("/items")
@router.get("/login")
async def page(_request: Request) -> Response:
    """The shell; what it shows is decided in the browser."""
    shell = WEB / "index.html"
    if not shell.is_file():
        raise NotFound("The browser side is not installed.")
    return FileResponse(shell, media_type="text/html; charset=utf-8")


def mount(app: FastAPI) -> None:
    """Serve the files of the browser side below /static/."""
    app.mount("/static", WebFiles(directory=WEB, check_dir=False), name="static")
