"""One's own account: password, sessions, tokens. A token can do none of this."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import JSONResponse

from asknext.people.permissions import verbs_of
from asknext.people.refusal import Unknown
from asknext.people.role import Role
from asknext.people.verb import ACCOUNT_VERBS, Verb
from asknext.server.people_bodies import PasswordBody, TokenBody
from asknext.server.routes.access import ERRORS, answer, needs
from asknext.server.routes.workspace_access import address_of, changed, people_of, principal_of, sign_on_name, slowly

router = APIRouter(prefix="/api/v1/account", tags=["account"], responses=ERRORS)
_OWN = [Depends(needs(Verb.OWN_ACCOUNT))]
Number = Annotated[int, Path(ge=1, lt=2**31)]


@router.get("", dependencies=_OWN, response_model=dict[str, Any])
async def account(request: Request) -> JSONResponse:
    """Name, roles, sessions, tokens, and what a token can be given."""
    principal, people = principal_of(request), people_of(request)
    sessions, tokens, kept = await asyncio.to_thread(
        lambda: (
            people.sessions.of(principal.person),
            people.tokens.of(principal.person),
            people.accounts.password_of(principal.person),
        )
    )
    roles = [Role.ADMIN] if principal.admin else list(principal.roles.values())
    verbs = frozenset[Verb]().union(*map(verbs_of, roles)) - ACCOUNT_VERBS
    return answer(
        {
            "name": principal.name,
            "admin": principal.admin,
            "roles": dict(principal.roles),
            "has_password": kept is not None,
            "single_sign_on": sign_on_name(request),
            "sessions": [{**each, "this": each["id"] == principal.session} for each in sessions],
            "tokens": tokens,
            "scopes": [each.value for each in Verb if each in verbs],
        }
    )


@router.post("/password", dependencies=_OWN, response_model=dict[str, str])
async def password(request: Request, body: PasswordBody) -> JSONResponse:
    """Change the password; all other sessions end."""
    principal, people, address = principal_of(request), people_of(request), address_of(request)

    def change() -> None:
        people.sign_in.change_password(
            principal.person, principal.name, body.old, body.new, session=principal.session, address=address
        )

    await slowly(request, change)
    request.app.state.gate.forget()
    return answer({"status": "ok"})


@router.delete("/sessions/{session}", dependencies=_OWN, response_model=dict[str, str])
async def end_session(request: Request, session: Number) -> JSONResponse:
    """End one of one's own sessions."""
    principal, people = principal_of(request), people_of(request)
    if not await changed(request, lambda: people.sessions.end(session, principal.person)):
        raise Unknown(f"You have no session {session}.")
    return answer({"status": "ok"})


@router.delete("/sessions", dependencies=_OWN, response_model=dict[str, str])
async def end_other_sessions(request: Request) -> JSONResponse:
    """End all of one's own sessions but this one."""
    principal, people = principal_of(request), people_of(request)
    await changed(request, lambda: people.sessions.end_all(principal.person, but=principal.session))
    return answer({"status": "ok"})


@router.post("/tokens", dependencies=_OWN, status_code=201, response_model=dict[str, str])
async def make_token(request: Request, body: TokenBody) -> JSONResponse:
    """Make a token: {token}, which is shown only here."""
    principal, people, address = principal_of(request), people_of(request), address_of(request)

    def made() -> str:
        limits = {"projects": body.projects, "days": body.days, "address": address}
        return people.tokens.make(principal, body.name, body.scopes, **limits)  # type: ignore[arg-type]

    return answer({"token": await changed(request, made)}, 201)


@router.delete("/tokens/{token}", dependencies=_OWN, response_model=dict[str, str])
async def revoke_token(request: Request, token: Number) -> JSONResponse:
    """End one of one's own tokens."""
    principal, people, address = principal_of(request), people_of(request), address_of(request)
    await changed(request, lambda: people.tokens.revoke(token, principal, address=address))
    return answer({"status": "ok"})
