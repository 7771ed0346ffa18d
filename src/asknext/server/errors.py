"""Errors become HTTP here and nowhere else: a status, a code for programs, a sentence for people."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from asknext.errors import AsknextError, MissingExtra, ProjectError
from asknext.people.refusal import Forbidden, TooManyTries, Unknown, WrongLogin
from asknext.store.database import StorageFailure

__all__ = ["NotFound", "Refused", "error_response", "install", "unexpected"]

log = logging.getLogger("asknext.server")

_CODES = {400: "bad_request", 401: "login_needed", 403: "forbidden", 404: "not_found", 405: "method_not_allowed"}


class NotFound(AsknextError):
    """What was asked for does not exist."""


class Refused(AsknextError):
    """A request that is turned away with a status of its own."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


def error_response(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The one shape of every error."""
    shown = message.encode("utf-8", "replace").decode("utf-8")
    return JSONResponse({"error": {"code": code, "message": shown}}, status, headers=headers)


def install(app: FastAPI) -> None:
    """Let ``app`` answer as JSON; what it does not know goes on to `Security`, which stands before everything."""
    app.add_exception_handler(AsknextError, _domain)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)


async def _domain(_request: Request, error: Exception) -> Response:
    if isinstance(error, Refused):
        return error_response(error.status, error.code, str(error))
    if isinstance(error, TooManyTries):
        wait = {"Retry-After": f"{error.seconds:.0f}"}
        return error_response(429, "too_many_tries", str(error), wait)
    for kind, status, code in (
        (NotFound, 404, "not_found"),
        (Unknown, 404, "not_found"),
        (Forbidden, 403, "forbidden"),
        (WrongLogin, 401, "wrong_login"),
        (StorageFailure, 507, "storage"),
        (ProjectError, 409, "project"),
        (MissingExtra, 501, "missing_extra"),
    ):
        if isinstance(error, kind):
            return error_response(status, code, str(error))
    return error_response(400, "bad_request", str(error))


async def _validation(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return error_response(422, "invalid", " ".join(_sentence(each) for each in error.errors()[:5]))


def _sentence(problem: Mapping[str, Any]) -> str:
    place = ".".join(str(each) for each in problem["loc"][1:]) or "the request"
    return f"{place}: {problem['msg']}."


async def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    message = "There is no such page." if error.status_code == 404 else f"{error.detail}."
    return error_response(error.status_code, _CODES.get(error.status_code, "error"), message, error.headers)


def unexpected(method: str, path: str, error: Exception) -> JSONResponse:
    """The answer to a mistake of ours: a number that stands in the log beside what happened."""
    number = secrets.token_hex(4)
    log.error("error %s at %s %r", number, method, path, exc_info=error)
    return error_response(500, "internal", f"Something went wrong in the server; its log has it as {number}.")
