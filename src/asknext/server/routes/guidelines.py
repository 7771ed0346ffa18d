"""The guidelines beside the item: read, looked at before they are kept, and their versions."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi import Path as PathParameter
from starlette.responses import JSONResponse, Response

from asknext.labelling.guidelines.keeping import Guidelines, guidelines_of, save_guidelines
from asknext.labelling.guidelines.rendering import rendered
from asknext.people.verb import Verb
from asknext.project.folder import Project
from asknext.server.errors import NotFound
from asknext.server.image_answer import image_answer
from asknext.server.ontology_bodies import GuidelinesBody, GuidelinesTextBody
from asknext.server.routes.access import ERRORS, annotator_of, answer, desk_of, done, needs
from asknext.server.routes.media import file_below_root
from asknext.store.guidelines import guideline_versions, guidelines_at

router = APIRouter(tags=["guidelines"], responses=ERRORS)

SEES, EDITS = [Depends(needs(Verb.VIEW_PROJECT))], [Depends(needs(Verb.EDIT_GUIDELINES))]


@router.get("/guidelines", dependencies=SEES, response_model=dict[str, Any])
async def guidelines(request: Request) -> JSONResponse:
    """{version, at, annotator, text: Markdown or null, html: its markup, made safe}."""
    project = desk_of(request).project
    with project.database.read() as conn:
        found = guidelines_of(conn, project)
    return answer(await asyncio.to_thread(_shown, request, found))


@router.put("/guidelines", dependencies=EDITS, response_model=dict[str, Any])
async def save(request: Request, body: GuidelinesBody) -> JSONResponse:
    """Keep a new version; refused where somebody else saved one meanwhile."""
    desk, who = desk_of(request), annotator_of(request, body.annotator)
    saved = await done(
        desk.write(
            lambda conn: save_guidelines(
                conn, desk.project, body.text, annotator=who, now=time.time(), based_on=body.based_on
            )
        )
    )
    return answer(await asyncio.to_thread(_shown, request, saved))


@router.post("/guidelines/preview", dependencies=EDITS, response_model=dict[str, Any])
async def look(request: Request, body: GuidelinesTextBody) -> JSONResponse:
    """{html}: what annotators would see of this Markdown."""
    return answer({"html": await asyncio.to_thread(rendered, body.text, _media(request))})


@router.get("/guidelines/versions", dependencies=EDITS, response_model=dict[str, Any])
async def versions(request: Request) -> JSONResponse:
    """Every version, the newest first: {versions: [{version, at, annotator, length}]}."""
    with desk_of(request).project.database.read() as conn:
        return answer({"versions": [row._asdict() for row in guideline_versions(conn)]})


@router.get("/guidelines/versions/{version}", dependencies=EDITS, response_model=dict[str, Any])
async def version(request: Request, version: Annotated[int, PathParameter(ge=1, lt=2**31)]) -> JSONResponse:
    """One version whole."""
    with desk_of(request).project.database.read() as conn:
        row = guidelines_at(conn, version)
    if row is None:
        raise NotFound(f"There is no version {version} of the guidelines.")
    return answer(_shown(request, Guidelines(row.text, row.version, row.at, row.annotator)))


@router.get("/guidelines/media/{name:path}", dependencies=SEES, response_class=Response)
async def image(request: Request, name: Annotated[str, PathParameter(max_length=1000)]) -> Response:
    """An image of the guidelines, from the project's media folder; raster images only."""
    path = file_below_root(_folder(desk_of(request).project), name)
    return await asyncio.to_thread(image_answer, path, request.headers.get("if-none-match"))


def _shown(request: Request, found: Guidelines) -> dict[str, Any]:
    html = None if found.text is None else rendered(found.text, _media(request))
    return {**found.__dict__, "html": html}


def _media(request: Request) -> str:
    return request.url.path.partition("/guidelines")[0] + "/guidelines/media"


def _folder(project: Project) -> Path:
    return project.media or project.folder / "media"
