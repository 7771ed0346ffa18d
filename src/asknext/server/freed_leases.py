"""What somebody held is given back when they leave."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial

from sqlalchemy import Connection

from asknext.server.place import Place
from asknext.store.leaseholders import sessions_of_annotator

__all__ = ["free_leases"]


async def free_leases(places: Iterable[Place], annotator: str) -> None:
    """Give back every item that ``annotator`` holds in ``places``; elsewhere leases end by themselves."""
    for place in places:
        await asyncio.wrap_future(place.desk.write(partial(_release, place, annotator)))


def _release(place: Place, annotator: str, conn: Connection) -> None:
    for session in sessions_of_annotator(conn, annotator):
        place.desk.queue.release(conn, session)
