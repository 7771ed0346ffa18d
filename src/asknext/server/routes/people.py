"""The people of the server, for its admins."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import JSONResponse

from asknext.people.verb import Verb
from asknext.server.freed_leases import free_leases, give_up_elsewhere
from asknext.server.people_bodies import AdminBody, DisabledBody, InvitationBody
from asknext.server.routes.access import ERRORS, answer, needs
from asknext.server.routes.workspace_access import address_of, changed, people_of, principal_of

router = APIRouter(prefix="/api/v1", tags=["people"], responses=ERRORS)
_MANAGE = [Depends(needs(Verb.MANAGE_SERVER))]
Number = Annotated[int, Path(ge=1, lt=2**31)]


@router.get("/people", dependencies=_MANAGE, response_model=dict[str, Any])
async def people(request: Request) -> JSONResponse:
    """Everybody with their roles, and the invitations to the server that are open."""
    room = people_of(request)
    everybody, invited = await asyncio.to_thread(lambda: (room.accounts.all(), room.invitations.open(None)))
    return answer({"people": everybody, "invitations": invited})


@router.put("/people/{person}/disabled", dependencies=_MANAGE, response_model=dict[str, str])
async def disable(request: Request, person: Number, body: DisabledBody) -> JSONResponse:
    """Shut somebody out, or let them in again; their sessions and tokens end and what they held is given back."""
    by, room, address = principal_of(request).name, people_of(request), address_of(request)
    name = room.accounts.by_id(person)["name"]
    await changed(request, lambda: room.accounts.set_disabled(person, body.disabled, by=by, address=address))
    if body.disabled:
        served = request.app.state.served
        await free_leases(served.open_places(), name, by)
        await asyncio.to_thread(give_up_elsewhere, served.resting_folders(), name, by)
    return answer({"status": "ok"})


@router.put("/people/{person}/admin", dependencies=_MANAGE, response_model=dict[str, str])
async def set_admin(request: Request, person: Number, body: AdminBody) -> JSONResponse:
    """Make somebody else an admin of the server, or an ordinary person again."""
    by, room, address = principal_of(request).name, people_of(request), address_of(request)
    await changed(request, lambda: room.accounts.set_admin(person, body.admin, by=by, address=address))
    return answer({"status": "ok"})


@router.post("/people/{person}/password-link", dependencies=_MANAGE, status_code=201, response_model=dict[str, str])
async def password_link(request: Request, person: Number) -> JSONResponse:
    """A link by which somebody chooses a new password, once, within a day: {secret}."""
    by, room, address = principal_of(request).name, people_of(request), address_of(request)
    room.accounts.by_id(person)
    secret = await changed(request, lambda: room.invitations.to_new_password(person, by=by, address=address))
    return answer({"secret": secret}, 201)


@router.post("/people/invitations", dependencies=_MANAGE, status_code=201, response_model=dict[str, str])
async def invite(request: Request, body: InvitationBody) -> JSONResponse:
    """Invite somebody to the server: {secret}, the part of the link that is shown only here."""
    by, room, address = principal_of(request).name, people_of(request), address_of(request)
    more = {"admin": body.admin, "note": body.note, "days": body.days, "address": address}
    secret = await changed(request, lambda: room.invitations.to_server(by=by, **more))  # type: ignore[arg-type]
    return answer({"secret": secret}, 201)


@router.delete("/people/invitations/{invitation}", dependencies=_MANAGE, response_model=dict[str, str])
async def withdraw(request: Request, invitation: Number) -> JSONResponse:
    """Withdraw an invitation to the server."""
    by, room, address = principal_of(request).name, people_of(request), address_of(request)
    await changed(request, lambda: room.invitations.withdraw(invitation, None, by=by, address=address))
    return answer({"status": "ok"})
