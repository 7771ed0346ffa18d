"""Who is let through to a route: the check behind every verb."""

from __future__ import annotations

from fastapi import Request

from asknext.people.identity import LOCAL
from asknext.people.verb import Verb
from asknext.server.place import Alone

__all__ = ["OpenDoor"]


class OpenDoor:
    """The door of one project served alone: whoever reaches it may do everything and says their own name."""

    def __init__(self, served: Alone) -> None:
        self._served = served

    async def admit(self, request: Request, _verb: Verb) -> None:
        """Let ``request`` through."""
        request.state.identity = LOCAL
        request.state.place = await self._served.place(None)
