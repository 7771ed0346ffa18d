"""The projects of a workspace."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse

from asknext.errors import AsknextError
from asknext.people.principal import Principal
from asknext.people.verb import Verb
from asknext.server.routes.access import ERRORS, answer, needs
from asknext.server.routes.workspace_access import principal_of, workspace_of

router = APIRouter(prefix="/api/v1", tags=["projects"], responses=ERRORS)


@router.get("/projects", dependencies=[Depends(needs(Verb.OWN_ACCOUNT))], response_model=dict[str, Any])
async def projects(request: Request) -> JSONResponse:
    """The projects one has something to do with: name, title, role, items, labelled, or what is wrong with one."""
    workspace, principal = workspace_of(request), principal_of(request)
    folders = {name: each for name, each in workspace.projects().items() if principal.in_project(name).role}
    shown = await asyncio.to_thread(lambda: [_shown(principal, name, each) for name, each in folders.items()])
    me = {"name": principal.name, "admin": principal.admin}
    return answer({"title": workspace.settings.title, "projects": shown, "me": me})


def _shown(principal: Principal, name: str, folder: Path) -> dict[str, Any]:
    from asknext.project.folder import open_project
    from asknext.store.counts import count_labels
    from asknext.store.items import count_items

    role = principal.in_project(name).role
    try:
        with open_project(folder) as project, project.database.read() as conn:
            numbers = {"items": count_items(conn), "labelled": count_labels(conn)}
            return {"name": name, "role": role, "title": project.config.title or name, **numbers, "problem": None}
    except AsknextError as error:
        problem = str(error) if principal.admin else "It cannot be opened; an admin sees why."
        return {"name": name, "role": role, "title": name, "items": None, "labelled": None, "problem": problem}
