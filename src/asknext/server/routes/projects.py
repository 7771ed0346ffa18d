"""The projects of a workspace."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse

from asknext.errors import AsknextError
from asknext.people.principal import Principal
from asknext.people.verb import Verb
from asknext.project.folder import Project, open_project
from asknext.server.routes.access import ERRORS, answer, needs
from asknext.server.routes.workspace_access import principal_of, workspace_of
from asknext.store.counts import count_labels
from asknext.store.items import count_items

router = APIRouter(prefix="/api/v1", tags=["projects"], responses=ERRORS)


@router.get("/projects", dependencies=[Depends(needs(Verb.VIEW_PROJECT))], response_model=dict[str, Any])
async def projects(request: Request) -> JSONResponse:
    """The projects one has something to do with: name, title, role, items, labelled, or what is wrong with one."""
    workspace, principal = workspace_of(request), principal_of(request)
    folders = {name: each for name, each in workspace.projects().items() if principal.in_project(name).role}
    opened = request.app.state.served.open_project
    shown = await asyncio.to_thread(
        lambda: [_shown(principal, name, each, opened(name)) for name, each in folders.items()]
    )
    me = {"name": principal.name, "admin": principal.admin}
    return answer({"title": workspace.settings.title, "projects": shown, "me": me})


def _shown(principal: Principal, name: str, folder: Path, opened: Project | None) -> dict[str, Any]:
    role = principal.in_project(name).role
    try:
        # one that nobody works on now is opened for its numbers alone
        with nullcontext(opened) if opened is not None else open_project(folder) as project:
            return {"name": name, "role": role, "title": project.config.title or name, **_numbers(project)}
    except AsknextError as error:
        problem = str(error) if principal.admin else "It cannot be opened; an admin sees why."
        return {"name": name, "role": role, "title": name, "items": None, "labelled": None, "problem": problem}


def _numbers(project: Project) -> dict[str, Any]:
    with project.database.read() as conn:
        return {"items": count_items(conn), "labelled": count_labels(conn), "problem": None}
