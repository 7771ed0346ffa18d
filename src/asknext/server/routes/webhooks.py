"""Webhooks: where events are sent, with which secret, and what has arrived."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Depends, Query, Request
from fastapi import Path as PathParameter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection
from starlette.responses import JSONResponse

from asknext.labelling import webhooks
from asknext.people.verb import Verb
from asknext.server.errors import NotFound
from asknext.server.routes.access import ERRORS, answer, desk_of, done, identity_of, needs, place_of
from asknext.store.webhooks import all_webhooks

router = APIRouter(
    prefix="/webhooks", tags=["webhooks"], responses=ERRORS, dependencies=[Depends(needs(Verb.MANAGE_WEBHOOKS))]
)

T = TypeVar("T")
Which = Annotated[int, PathParameter(ge=1, lt=2**31, description="The webhook's number.")]
Url = Annotated[str, Field(max_length=2000, examples=["https://example.org/hooks/asknext"])]
Kinds = Annotated[list[str], Field(max_length=50, description="Kinds of event; none for all.", examples=[["label"]])]


class NewWebhook(BaseModel):
    """Where to send which events."""

    model_config = ConfigDict(extra="forbid")

    url: Url
    kinds: Kinds = []
    past: Annotated[bool, Field(description="Whether to send what has happened so far, too.")] = False


class WebhookChange(BaseModel):
    """What is to be different; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    url: Url | None = None
    kinds: Kinds | None = None
    active: bool | None = None


class WebhookAnswer(BaseModel):
    """A webhook with how many deliveries wait, were sent, were given up. ``secret`` stands in it once."""

    id: int
    url: str
    kinds: list[str]
    active: bool
    created: float
    by: str
    waiting: int
    sent: int
    failed: int
    secret: str | None = None


class WebhooksAnswer(BaseModel):
    """All webhooks, and the kinds of event there are."""

    webhooks: list[WebhookAnswer]
    kinds: list[str]


class Delivery(BaseModel):
    """An event on its way; ``answer`` says what became of the last attempt, never what the receiver wrote."""

    id: int
    webhook: int
    seq: int
    attempts: int
    next_at: float
    status: Literal["waiting", "sent", "failed"]
    answer: str | None
    at: float


class DeliveriesAnswer(BaseModel):
    """Deliveries, the newest first."""

    deliveries: list[Delivery]


class ReplayBody(BaseModel):
    """Which deliveries to send again: ``ids``, or all that were given up."""

    model_config = ConfigDict(extra="forbid")

    ids: Annotated[list[Annotated[int, Field(ge=1, lt=2**31)]], Field(max_length=1000)] | None = None
    sent: Annotated[bool, Field(description="Those that had arrived, instead of those given up.")] = False


@router.get("", response_model=WebhooksAnswer, response_model_exclude_none=True)
async def list_webhooks(request: Request) -> JSONResponse:
    """Every webhook."""
    with desk_of(request).project.database.read() as conn:
        return answer({"webhooks": webhooks.listed(conn), "kinds": list(webhooks.KINDS)})


@router.post("", status_code=201, response_model=WebhookAnswer)
async def add_webhook(request: Request, body: NewWebhook) -> JSONResponse:
    """Add a webhook; the answer holds the secret that signs its messages, this once."""
    await _checked(request, body.url)
    by = identity_of(request).name
    made = await _written(
        request, lambda conn: webhooks.make(conn, body.url, body.kinds, by=by, now=time.time(), past=body.past)
    )
    return answer(made, 201)


@router.patch("/{webhook}", response_model=WebhookAnswer)
async def change_webhook(request: Request, webhook: Which, body: WebhookChange) -> JSONResponse:
    """Change where it goes or what is sent, pause it or let it go on."""
    if body.url is not None:
        await _checked(request, body.url)
    given = body.model_dump(exclude_none=True)
    return answer(await _written(request, lambda conn: webhooks.change(conn, _known(conn, webhook), **given)))


@router.delete("/{webhook}", response_model=dict[str, str])
async def remove_webhook(request: Request, webhook: Which) -> JSONResponse:
    """Remove it; what was on its way is not sent."""
    await _written(request, lambda conn: webhooks.remove(conn, _known(conn, webhook)))
    return answer({"status": "ok"})


@router.post("/{webhook}/secret", response_model=WebhookAnswer)
async def new_secret(request: Request, webhook: Which) -> JSONResponse:
    """Give it another secret, shown in this answer alone; for a day messages are signed with both."""
    return answer(
        await _written(request, lambda conn: webhooks.new_secret(conn, _known(conn, webhook), now=time.time()))
    )


@router.get("/{webhook}/deliveries", response_model=DeliveriesAnswer)
async def deliveries(
    request: Request,
    webhook: Which,
    status: Literal["waiting", "sent", "failed"] | None = None,
    before: Annotated[int | None, Query(ge=0, lt=2**31)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> JSONResponse:
    """What was sent to it, or is to be."""
    with desk_of(request).project.database.read() as conn:
        found = webhooks.deliveries(conn, _known(conn, webhook), status=status, before=before, limit=limit)
    return answer({"deliveries": found})


@router.post("/{webhook}/replay", response_model=dict[str, int])
async def replay(request: Request, webhook: Which, body: ReplayBody) -> JSONResponse:
    """Send again what was given up: {again}."""
    again = await _written(
        request,
        lambda conn: webhooks.send_again(conn, _known(conn, webhook), now=time.time(), ids=body.ids, sent=body.sent),
    )
    return answer({"again": again})


async def _checked(request: Request, url: str) -> None:
    """Refuse now what could not be sent later; the name is looked up, which may take a while."""
    await asyncio.to_thread(place_of(request).delivering.outside.check, url)


async def _written(request: Request, work: Callable[[Connection], T]) -> T:
    result = await done(desk_of(request).write(work))
    place_of(request).delivering.look()
    return result


def _known(conn: Connection, which: int) -> int:
    if all(each.id != which for each in all_webhooks(conn)):
        raise NotFound(f"There is no webhook {which}.")
    return which
