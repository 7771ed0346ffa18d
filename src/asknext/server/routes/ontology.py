"""The classes: the tree, changes with their preview, versions, and ``ontology.yaml``."""

from __future__ import annotations

import asyncio
import time
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi import Path as PathParameter
from starlette.responses import JSONResponse, Response

from asknext.labelling.desk import Desk
from asknext.labelling.ontology.editing import perform, preview
from asknext.labelling.ontology.impact import labels_of_each
from asknext.labelling.ontology.in_line import job_progress
from asknext.labelling.ontology.shown import shown_ontology, shown_version
from asknext.people.verb import Verb
from asknext.project.ontology.ontology_file import written_ontology
from asknext.project.ontology.reading import ontology_at, read_ontology
from asknext.server.errors import NotFound
from asknext.server.ontology_bodies import ChangeBody
from asknext.server.routes.access import (
    ERRORS,
    annotator_of,
    answer,
    desk_of,
    done,
    needs,
    place_of,
    training_of,
)
from asknext.store.ontology import all_versions, newest_version
from asknext.store.settings import get_setting

router = APIRouter(tags=["ontology"], responses=ERRORS)

_YAML: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/yaml": {}}, "description": "The file."},
    **ERRORS,
}
SEES, EDITS = [Depends(needs(Verb.VIEW_PROJECT))], [Depends(needs(Verb.EDIT_ONTOLOGY))]
Version = Annotated[int, Query(ge=1, lt=2**31)]


@router.get("/ontology", dependencies=SEES, response_model=dict[str, Any])
async def ontology(request: Request) -> JSONResponse:
    """The classes as they are now: {ontology: version, classes, headings, former}."""
    with desk_of(request).project.database.read() as conn:
        return answer(shown_ontology(read_ontology(conn)))


@router.get("/ontology.yaml", dependencies=SEES, response_class=Response, responses=_YAML)
async def ontology_file(request: Request, version: Version | None = None) -> Response:
    """The classes as a file to edit and to apply, here or in other projects; those of a version where it is named."""
    with desk_of(request).project.database.read() as conn:
        found = read_ontology(conn) if version is None else ontology_at(conn, version)
        text = written_ontology(found, get_setting(conn, "uid"))
    headers = {"Content-Disposition": 'attachment; filename="ontology.yaml"'}
    return Response(text, media_type="application/yaml", headers=headers)


@router.get("/ontology/versions", dependencies=EDITS, response_model=dict[str, Any])
async def versions(request: Request) -> JSONResponse:
    """Every version, the newest first: who changed what when, and which one took it back."""
    with desk_of(request).project.database.read() as conn:
        return answer(
            {"version": newest_version(conn), "versions": [shown_version(each) for each in all_versions(conn)]}
        )


@router.get("/ontology/uses", dependencies=EDITS, response_model=dict[str, Any])
async def uses(request: Request) -> JSONResponse:
    """How often each class is in use: {class id: labels}."""
    return answer(await asyncio.to_thread(_uses, desk_of(request)))


@router.post("/ontology/preview", dependencies=EDITS, response_model=dict[str, Any])
async def preview_change(request: Request, body: ChangeBody) -> JSONResponse:
    """What a change would do, before anything is stored: differences, labels and people touched, a refusal."""
    # counting goes through every label: that must not hold up those who label
    return answer(await asyncio.to_thread(_preview, desk_of(request), body.change()))


@router.post("/ontology/changes", dependencies=EDITS, status_code=201, response_model=dict[str, Any])
async def change(request: Request, body: ChangeBody) -> JSONResponse:
    """Change the classes: {version, job (labels are brought in line by it; null where none is touched), ...}."""
    desk, who = desk_of(request), annotator_of(request, body.annotator)
    made = await done(desk.write(lambda conn: perform(conn, body.change(), annotator=who, now=time.time())))
    if made.job is not None:
        place_of(request).in_line.run()
        training_of(request).wish()
    return answer({"version": made.version, "job": made.job, **shown_ontology(made.ontology)}, 201)


@router.get("/ontology/jobs/{job}", dependencies=EDITS, response_model=dict[str, Any])
async def job(request: Request, job: Annotated[int, PathParameter(ge=0, lt=2**31)]) -> JSONResponse:
    """How far labels are brought in line: {id, status, total, done, version}."""
    with desk_of(request).project.database.read() as conn:
        found = job_progress(conn, job)
    if found is None:
        raise NotFound(f"There is no job {job}.")
    return answer(found)


def _preview(desk: Desk, change: dict[str, Any]) -> dict[str, Any]:
    with desk.project.database.read() as conn:
        return preview(conn, change, time.time())


def _uses(desk: Desk) -> dict[str, int]:
    with desk.project.database.read() as conn:
        counts = labels_of_each(conn)
        return {each.id: counts[each.id] for each in read_ontology(conn).live}
