"""The people of one project, for its managers."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import JSONResponse

from asknext.people.verb import Verb
from asknext.server.freed_leases import free_leases
from asknext.server.people_bodies import MemberBody, NewMemberBody, ProjectInvitationBody
from asknext.server.routes.access import ERRORS, answer, identity_of, needs, place_of
from asknext.server.routes.workspace_access import address_of, changed, people_of

router = APIRouter(tags=["members"], responses=ERRORS)
_MANAGE = [Depends(needs(Verb.MANAGE_MEMBERS))]
Number = Annotated[int, Path(ge=1, lt=2**31)]


@router.get("/members", dependencies=_MANAGE, response_model=dict[str, Any])
async def members(request: Request) -> JSONResponse:
    """The project's people with roles and skills, and the invitations to it that are open."""
    room, project = people_of(request), request.path_params["project"]
    found, invited = await asyncio.to_thread(lambda: (room.members.of(project), room.invitations.open(project)))
    return answer({"members": found, "invitations": invited})


@router.post("/members", dependencies=_MANAGE, status_code=201, response_model=dict[str, Any])
async def add_member(request: Request, body: NewMemberBody) -> JSONResponse:
    """Take somebody in who has an account already."""
    room, by, project = people_of(request), identity_of(request), request.path_params["project"]
    person = room.accounts.by_name(body.name)["id"]
    address = address_of(request)
    await changed(request, lambda: room.members.put(person, project, body.role, body.skills, by=by, address=address))
    return answer({"id": person}, 201)


@router.put("/members/{person}", dependencies=_MANAGE, response_model=dict[str, str])
async def set_member(request: Request, person: Number, body: MemberBody) -> JSONResponse:
    """Change somebody's role and skills."""
    room, by, project = people_of(request), identity_of(request), request.path_params["project"]
    address = address_of(request)
    await changed(request, lambda: room.members.change(person, project, body.role, body.skills, by=by, address=address))
    return answer({"status": "ok"})


@router.delete("/members/{person}", dependencies=_MANAGE, response_model=dict[str, str])
async def drop_member(request: Request, person: Number) -> JSONResponse:
    """Take somebody out of the project; what they held is given back."""
    room, by, project = people_of(request), identity_of(request), request.path_params["project"]
    address = address_of(request)
    await changed(request, lambda: room.members.drop(person, project, by=by, address=address))
    await free_leases([place_of(request)], room.accounts.by_id(person)["name"], by.name)
    return answer({"status": "ok"})


@router.post("/invitations", dependencies=_MANAGE, status_code=201, response_model=dict[str, str])
async def invite(request: Request, body: ProjectInvitationBody) -> JSONResponse:
    """Invite somebody to the project: {secret}, the part of the link that is shown only here."""
    room, by, project = people_of(request), identity_of(request), request.path_params["project"]
    address = address_of(request)

    def made() -> str:
        return room.invitations.to_project(
            project, body.role, by=by, skills=body.skills, note=body.note, days=body.days, address=address
        )

    return answer({"secret": await changed(request, made)}, 201)


@router.delete("/invitations/{invitation}", dependencies=_MANAGE, response_model=dict[str, str])
async def withdraw(request: Request, invitation: Number) -> JSONResponse:
    """Withdraw an invitation to the project."""
    room, by, project = people_of(request), identity_of(request).name, request.path_params["project"]
    address = address_of(request)
    await changed(request, lambda: room.invitations.withdraw(invitation, project, by=by, address=address))
    return answer({"status": "ok"})
