"""Coming in and going out, where the server can be reached from other machines."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse

from asknext.server.bodies import LoginBody
from asknext.server.errors import NotFound, Refused
from asknext.server.gate import cookie_of
from asknext.server.routes.access import ERRORS, answer, keeper_of, open_to_all
from asknext.server.tokens import COOKIE

router = APIRouter(prefix="/api/v1", tags=["login"], responses=ERRORS)


@router.get("/login", dependencies=[Depends(open_to_all)], response_model=dict[str, Any])
async def ways_in(_request: Request) -> JSONResponse:
    """How to log in here: by ``token``."""
    return answer({"kind": "token", "single_sign_on": None})


@router.post("/login", dependencies=[Depends(open_to_all)], response_model=dict[str, str])
async def login(request: Request, body: LoginBody) -> JSONResponse:
    """Exchange the token for a session's cookie."""
    keeper = keeper_of(request)
    if keeper is None:
        raise NotFound("Nobody has to log in here: the server can be reached from this machine only.")
    wait = keeper.wait()
    if wait:
        raise Refused(429, "too_many_tries", f"Too many wrong tokens: try again in {wait:.0f} seconds.")
    if not keeper.is_token(body.token.strip()):
        raise Refused(401, "wrong_token", "That is not the token; it was printed when the server first started.")
    secret, seconds = keeper.open_session()
    response = answer({"status": "ok"})
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, secret, max_age=seconds, path="/", httponly=True, samesite="strict", secure=secure)
    return response


@router.post("/logout", dependencies=[Depends(open_to_all)], response_model=dict[str, str])
async def logout(request: Request) -> JSONResponse:
    """End the session."""
    keeper, secret = keeper_of(request), cookie_of(request.headers, COOKIE)
    if keeper is not None and secret is not None:
        keeper.close_session(secret)
    response = answer({"status": "ok"})
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return response
