"""Coming in by an account elsewhere: to the provider and back."""

from __future__ import annotations

import asyncio
import hmac
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from asknext.errors import AsknextError
from asknext.people.audit_log import REFUSED
from asknext.people.id_token import Claims, SignOnFailed
from asknext.people.refusal import Forbidden
from asknext.people.sign_on_tries import SignOnTries, SignOnTry
from asknext.people.verb import Verb
from asknext.server.errors import NotFound
from asknext.server.own_cookies import brought_cookie, drop_cookie, give_cookie
from asknext.server.people_bodies import SecretBody
from asknext.server.routes.access import ERRORS, answer, needs, open_to_all
from asknext.server.routes.workspace_access import (
    address_of,
    logged_in,
    people_of,
    person_behind,
    principal_of,
    workspace_of,
)
from asknext.server.sign_on_provider import SignOnProvider

router = APIRouter(tags=["login"], responses=ERRORS)

COOKIE = "asknext_single_sign_on"
SECONDS = 600
Text = Annotated[str, Query(max_length=4000)]


@router.get("/single-sign-on", include_in_schema=False, dependencies=[Depends(open_to_all)])
async def begin(request: Request, next: Text = "/projects") -> Response:
    """To the provider."""
    provider, tries = _parts(request)
    begun = tries.begin(_own_page(next))
    try:
        address = await asyncio.to_thread(provider.address, begun)
    except AsknextError as error:
        return await _refused(request, error)
    return _bound(request, RedirectResponse(address, 303), begun)


@router.post("/api/v1/invitation/single-sign-on", dependencies=[Depends(open_to_all)], response_model=dict[str, str])
async def begin_invited(request: Request, body: SecretBody) -> Response:
    """Take up an invitation with an account elsewhere: {address}, where the browser is to go."""
    provider, tries = _parts(request)
    found = await asyncio.to_thread(people_of(request).invitations.look, body.secret)
    if found["kind"] != "invitation":
        raise Forbidden("This link is for a new password.")
    page = "/projects" if found["project"] is None else f"/p/{found['project']}/label"
    begun = tries.begin(page, invitation=body.secret)
    return _bound(request, answer({"address": await asyncio.to_thread(provider.address, begun)}), begun)


@router.post(
    "/api/v1/account/single-sign-on", dependencies=[Depends(needs(Verb.OWN_ACCOUNT))], response_model=dict[str, str]
)
async def begin_tie(request: Request) -> Response:
    """Tie one's account to one elsewhere: {address}, where the browser is to go."""
    provider, tries = _parts(request)
    begun = tries.begin("/account", person=principal_of(request).person)
    return _bound(request, answer({"address": await asyncio.to_thread(provider.address, begun)}), begun)


@router.get("/single-sign-on/back", include_in_schema=False, dependencies=[Depends(open_to_all)])
async def back(request: Request, code: Text = "", state: Text = "") -> Response:
    """From the provider."""
    provider, tries = _parts(request)
    begun = tries.take(state)
    try:
        if begun is None or not _began_here(request, state):
            raise SignOnFailed("The log-in did not begin in this browser, was finished before, or took too long.")
        claims = await asyncio.to_thread(provider.claims, code, begun)
        person = await asyncio.to_thread(_person, request, begun, claims)
    except AsknextError as error:
        return await _refused(request, error)
    return await _let_in(request, begun, person)


def _person(request: Request, begun: SignOnTry, claims: Claims) -> int:
    people, settings = people_of(request), workspace_of(request).settings.single_sign_on
    assert settings is not None
    address, here = address_of(request), person_behind(request)
    if begun.person is not None and (here is None or here.person != begun.person):
        raise SignOnFailed("Whoever began to tie an account is not logged in any more.")
    if begun.invitation is not None:
        people.invitations.look(begun.invitation)
    invited = begun.invitation is not None
    more = {"domains": settings.domains, "invited": invited, "logged_in": begun.person, "address": address}
    person = people.external.person_of(claims, **more)  # type: ignore[arg-type]
    if begun.invitation is not None:
        people.invitations.accept_as(begun.invitation, person, address=address)
    return person


async def _let_in(request: Request, begun: SignOnTry, person: int) -> Response:
    response = RedirectResponse(begun.next, 303)
    drop_cookie(request, response, COOKIE)
    return await logged_in(request, response, person)


def _bound(request: Request, response: Response, begun: SignOnTry) -> Response:
    """Bound to this browser, so that nobody has somebody else finish a log-in that they began."""
    give_cookie(request, response, COOKIE, begun.state, SECONDS)
    return response


async def _refused(request: Request, error: AsknextError) -> Response:
    """Why is for the log; whoever tried is told that it did not work."""
    detail = {"reason": str(error)[:300]}
    add = people_of(request).log.add
    await asyncio.to_thread(
        add, "somebody", "single_sign_on", outcome=REFUSED, address=address_of(request), detail=detail
    )
    return RedirectResponse("/login?refused", 303)


def _parts(request: Request) -> tuple[SignOnProvider, SignOnTries]:
    provider: SignOnProvider | None = request.app.state.sign_on
    if provider is None:
        raise NotFound("Single sign-on is not set up here.")
    return provider, request.app.state.sign_on_tries


def _own_page(next_: str) -> str:
    """A page of this server, never another site's."""
    parts = urlsplit(next_.replace("\\", "/"))
    own = not parts.scheme and not parts.netloc and parts.path.startswith("/") and not parts.path.startswith("//")
    return parts.path if own else "/projects"


def _began_here(request: Request, state: str) -> bool:
    kept = brought_cookie(request, COOKIE) or ""
    return hmac.compare_digest(kept.encode("utf-8", "replace"), state.encode("utf-8", "replace"))
