"""Coming in and going out of a workspace."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse

from asknext.errors import InputError
from asknext.server.own_cookies import drop_cookie
from asknext.server.people_bodies import AcceptBody, SecretBody, SignInBody
from asknext.server.routes.access import ERRORS, answer, open_to_all
from asknext.server.routes.workspace_access import (
    address_of,
    changed,
    logged_in,
    people_of,
    person_behind,
    sign_on_name,
    slowly,
    workspace_of,
)
from asknext.server.tokens import COOKIE

router = APIRouter(prefix="/api/v1", tags=["login"], responses=ERRORS)
_OPEN = [Depends(open_to_all)]


@router.get("/login", dependencies=_OPEN, response_model=dict[str, Any])
async def ways_in(request: Request) -> JSONResponse:
    """How to log in here: by ``password``, and by single sign-on where that is set up."""
    title = workspace_of(request).settings.title
    return answer({"kind": "password", "title": title, "single_sign_on": sign_on_name(request)})


@router.post("/login", dependencies=_OPEN, response_model=dict[str, str])
async def login(request: Request, body: SignInBody) -> JSONResponse:
    """Exchange name and password for a session's cookie."""
    check = people_of(request).sign_in.by_password
    person = await slowly(request, lambda: check(body.name, body.password, address_of(request)))
    return await logged_in(request, answer({"status": "ok"}), person)


@router.post("/logout", dependencies=_OPEN, response_model=dict[str, str])
async def logout(request: Request) -> JSONResponse:
    """End the session."""
    principal, people = person_behind(request), people_of(request)
    if principal is not None and principal.session is not None:
        session = principal.session
        await changed(request, lambda: people.sessions.end(session, principal.person))
        await asyncio.to_thread(people.log.add, principal.name, "log_out", address=address_of(request))
    response = answer({"status": "ok"})
    drop_cookie(request, response, COOKIE)
    return response


@router.post("/invitation", dependencies=_OPEN, response_model=dict[str, Any])
async def invitation(request: Request, body: SecretBody) -> JSONResponse:
    """What a link is for: {kind, project, role, admin, name, logged_in}. The secret is in no address."""
    principal = person_behind(request)
    found = await _looked_up(request, body.secret)
    name = None if principal is None else principal.name
    return answer({**found, "logged_in": name, "single_sign_on": sign_on_name(request)})


@router.post("/invitation/accept", dependencies=_OPEN, response_model=dict[str, Any])
async def accept(request: Request, body: AcceptBody) -> JSONResponse:
    """Take up an invitation: {project}. Logs in who gets an account or a new password by it."""
    people, principal, address = people_of(request), person_behind(request), address_of(request)
    found = await _looked_up(request, body.secret)
    response = answer({"status": "ok", "project": found["project"]})
    if body.password is None:
        if principal is None:
            raise InputError("Choose a name and a password, or log in first to take it up with your account.")
        person = principal.person
        await changed(request, lambda: people.invitations.accept_as(body.secret, person, address=address))
        return response
    name, password = body.name or "", body.password
    made = await slowly(request, lambda: people.invitations.accept(body.secret, name, password, address=address))
    return await logged_in(request, response, made)


async def _looked_up(request: Request, secret: str) -> dict[str, Any]:
    """What a link is for; whoever guesses is slowed down by their address."""
    people, address = people_of(request), address_of(request)
    account = f"an invitation from {address}"
    people.tries.count(account, address)
    found = await asyncio.to_thread(people.invitations.look, secret)
    people.tries.forget(account, address, everywhere=True)
    return found
