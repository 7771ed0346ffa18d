"""What the project is: its task, classes and settings."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse

from asknext import __version__
from asknext.people.verb import Verb
from asknext.project.folder import Project
from asknext.server.bodies import NewClassBody
from asknext.server.routes.access import ERRORS, answer, desk_of, done, identity_of, needs, training_of
from asknext.store.classes import LabelClass
from asknext.store.items import count_items
from asknext.store.settings import get_setting

router = APIRouter(tags=["project"], responses=ERRORS)

LONGEST_GUIDELINES = 200_000


@router.get("/project", dependencies=[Depends(needs(Verb.VIEW_PROJECT))], response_model=dict[str, Any])
async def project(request: Request) -> JSONResponse:
    """Title, task, classes and settings."""
    desk, identity = desk_of(request), identity_of(request)
    config = desk.project.config
    with desk.project.database.read() as conn:
        items, uid = count_items(conn), get_setting(conn, "uid")
    strategy = config.strategy if isinstance(config.strategy, str) else str(config.strategy.get("name"))
    return answer(
        {
            "uid": uid,
            "title": config.title,
            "task": config.task,
            "content": config.content,
            "classes": [_class(each) for each in desk.project.classes],
            "queue": {"preload": config.queue.preload, "lease_seconds": config.queue.lease_seconds},
            "guess": config.guess,
            "guidelines": _guidelines(desk.project),
            "strategy": strategy,
            "control": config.control,
            "items": items,
            "version": __version__,
            "own_quality": config.own_quality,
            "annotator_default": identity.name,
            "identity": {
                "name": identity.name,
                "local": identity.local,
                "role": identity.role,
                "verbs": sorted(each for each in Verb if identity.may(each)),
            },
        }
    )


@router.post(
    "/classes", dependencies=[Depends(needs(Verb.EDIT_ONTOLOGY))], status_code=201, response_model=dict[str, Any]
)
async def add_class(request: Request, body: NewClassBody) -> JSONResponse:
    """Add a class; the server makes its id."""
    return answer(_class(await done(desk_of(request).add_class(body.name, body.key))), 201)


@router.post("/train", dependencies=[Depends(needs(Verb.TRAIN))], status_code=202, response_model=dict[str, Any])
async def train(request: Request) -> JSONResponse:
    """Ask for a training round now."""
    training_of(request).wish()
    return answer({"state": "asked"}, 202)


def _class(each: LabelClass) -> dict[str, Any]:
    return {"id": each.id, "name": each.name, "key": each.key, "description": each.description}


def _guidelines(project: Project) -> str | None:
    if not project.config.guidelines:
        return None
    path = project.folder / project.config.guidelines
    if not path.is_file():
        return None
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read(LONGEST_GUIDELINES)
