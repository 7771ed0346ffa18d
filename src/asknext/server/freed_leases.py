"""What somebody held, or was given alone, is anybody's again when they leave."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from asknext.errors import AsknextError
from asknext.labelling.leaving import give_up_items
from asknext.labelling.policy import Policy
from asknext.project.folder import open_project
from asknext.server.place import Place
from asknext.store.leaseholders import sessions_of_annotator

__all__ = ["free_leases", "give_up_elsewhere"]


async def free_leases(places: Iterable[Place], annotator: str, by: str) -> None:
    """Give back every item that ``annotator`` holds or has to answer in ``places``."""
    for place in places:
        await asyncio.wrap_future(place.desk.write(partial(_release, place, annotator, by)))
        place.desk.refresh()


def give_up_elsewhere(folders: Iterable[Path], annotator: str, by: str) -> None:
    """The same in projects that are not open, where leases have ended by themselves; it takes a while."""
    for folder in folders:
        with suppress(AsknextError), open_project(folder) as project, project.database.write() as conn:
            give_up_items(conn, Policy.of(project.config), annotator, by=by, now=time.time())


def _release(place: Place, annotator: str, by: str, conn: Connection) -> None:
    for session in sessions_of_annotator(conn, annotator):
        place.desk.queue.release(conn, session)
    give_up_items(conn, place.desk.queue.policy, annotator, by=by, now=time.time())
