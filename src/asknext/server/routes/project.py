"""What the project is: its task, classes and settings."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse

from asknext import __version__
from asknext.labelling.guidelines.keeping import guidelines_of
from asknext.labelling.ontology.editing import perform
from asknext.labelling.ontology.shown import shown_class, shown_ontology
from asknext.people.verb import Verb
from asknext.project.ontology.reading import read_ontology
from asknext.server.bodies import NewClassBody
from asknext.server.routes.access import ERRORS, annotator_of, answer, desk_of, done, identity_of, needs, training_of
from asknext.server.work_bodies import ProjectAnswer, ProjectClass
from asknext.store.items import count_items
from asknext.store.settings import get_setting

router = APIRouter(tags=["project"], responses=ERRORS)


@router.get("/project", dependencies=[Depends(needs(Verb.VIEW_PROJECT))], response_model=ProjectAnswer)
async def project(request: Request) -> JSONResponse:
    """Title, task, classes and settings."""
    desk, identity = desk_of(request), identity_of(request)
    config = desk.project.config
    with desk.project.database.read() as conn:
        items, uid = count_items(conn), get_setting(conn, "uid")
        ontology, told = read_ontology(conn), guidelines_of(conn, desk.project).text
    strategy = config.strategy if isinstance(config.strategy, str) else str(config.strategy.get("name"))
    return answer(
        {
            "uid": uid,
            "title": config.title,
            "task": config.task,
            "annotate": asdict(config.annotate),
            "content": config.content,
            **shown_ontology(ontology),
            "queue": {"preload": config.queue.preload, "lease_seconds": config.queue.lease_seconds},
            "guess": config.guess,
            "guidelines": told,
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
    "/classes", dependencies=[Depends(needs(Verb.EDIT_ONTOLOGY))], status_code=201, response_model=ProjectClass
)
async def add_class(request: Request, body: NewClassBody) -> JSONResponse:
    """Add a class; the server makes its id."""
    desk, who = desk_of(request), annotator_of(request, "me")
    change = {"do": "add", "name": body.name, "key": body.key}
    made = await done(desk.write(lambda conn: perform(conn, change, annotator=who, now=time.time())))
    return answer(shown_class(made.ontology, made.ontology.choosable[-1]), 201)


@router.post("/train", dependencies=[Depends(needs(Verb.TRAIN))], status_code=202, response_model=dict[str, Any])
async def train(request: Request) -> JSONResponse:
    """Ask for a training round now."""
    training_of(request).wish()
    return answer({"state": "asked"}, 202)
