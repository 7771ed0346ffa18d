"""Who is let through to a route: the check behind every verb."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from fastapi import Request

from asknext.people.audit_log import REFUSED
from asknext.people.identity import LOCAL, Identity
from asknext.people.principal import Principal
from asknext.people.project_name import is_project_name
from asknext.people.verb import Verb
from asknext.people.workspace import Workspace
from asknext.server.errors import NotFound, Refused
from asknext.server.metrics import route_of
from asknext.server.place import Alone
from asknext.server.served_projects import ServedProjects

__all__ = ["GuardedDoor", "OpenDoor"]

SAFE = frozenset({"GET", "HEAD"})
REPEATED_SECONDS = 60.0
MOST_KEPT = 10_000
LOGGED = frozenset(
    {
        Verb.EXPORT,
        Verb.IMPORT,
        Verb.EDIT_ONTOLOGY,
        Verb.EDIT_GUIDELINES,
        Verb.EDIT_SETTINGS,
        Verb.FIX_LABELS,
        Verb.PRIORITISE,
        Verb.MANAGE_WEBHOOKS,
        Verb.TRAIN,
    }
)
"""What stands in the audit log whenever something is changed by it; an export also when it only reads."""


class OpenDoor:
    """The door of one project served alone: whoever reaches it may do everything and says their own name."""

    def __init__(self, served: Alone) -> None:
        self._served = served

    async def admit(self, request: Request, _verb: Verb) -> None:
        """Let ``request`` through."""
        request.state.identity = LOCAL
        request.state.place = await self._served.place(None)


class GuardedDoor:
    """The door of a workspace: asks who it is, which project is meant, and `may`."""

    def __init__(self, workspace: Workspace, served: ServedProjects) -> None:
        self._workspace, self._served = workspace, served
        self._refusals: dict[tuple[str, Verb, str | None], float] = {}

    async def admit(self, request: Request, verb: Verb) -> None:
        """Let ``request`` through.

        Raises
        ------
        NotFound : there is no such project, or nothing in it for whoever asks; the sentence is the same for both.
        Refused : they may not do this.
        """
        principal: Principal | None = getattr(request.state, "principal", None)
        if principal is None:
            raise Refused(401, "login_needed", "Log in first.")
        project = request.path_params.get("project")
        identity = principal.on_server() if project is None else principal.in_project(project)
        await self._check(request, identity, verb, project)
        request.state.identity = identity
        if project is not None:
            request.state.place = await self._served.place(project)
        if verb in LOGGED and (verb is Verb.EXPORT or request.method not in SAFE):
            await self._log(request, identity, verb, project)

    async def _check(self, request: Request, identity: Identity, verb: Verb, project: str | None) -> None:
        if project is not None and (identity.role is None or self._workspace.folder_of(project) is None):
            # of a text that is no name nothing is written: it may be long, or hold what no database takes
            await self._log_refusal(request, identity, verb, project if is_project_name(project) else None)
            raise NotFound(f"There is no project {project!r}, or nothing in it for you.")
        if not identity.may(verb):
            await self._log_refusal(request, identity, verb, project)
            raise Refused(403, "forbidden", _sentence(identity, verb))

    async def _log_refusal(self, request: Request, identity: Identity, verb: Verb, project: str | None) -> None:
        """The same one once a minute: a page that is left open asks every few seconds."""
        key, now = (identity.name, verb, project), time.monotonic()
        if now - self._refusals.get(key, -REPEATED_SECONDS) < REPEATED_SECONDS:
            return
        if len(self._refusals) >= MOST_KEPT:
            self._refusals.clear()
        self._refusals[key] = now
        await self._log(request, identity, verb, project, outcome=REFUSED)

    async def _log(self, request: Request, identity: Identity, verb: Verb, project: str | None, **more: Any) -> None:
        detail = {"method": request.method, "route": route_of(request.scope)}
        address = request.client.host if request.client else ""
        add = self._workspace.people.log.add
        await asyncio.to_thread(add, identity.name, verb.value, project=project, address=address, detail=detail, **more)


def _sentence(identity: Identity, verb: Verb) -> str:
    what = verb.value.replace("_", " ")
    if identity.scopes is not None and verb not in identity.scopes:
        return f"This token has no scope {verb.value!r}: make another one that has."
    role = "of this server" if identity.role is None else f"who is {identity.role.value} here"
    return f"Somebody {role} may not {what}; a manager of the project or an admin can give you another role."
