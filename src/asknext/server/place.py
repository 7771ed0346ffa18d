"""`Place`: one project being served, with all that runs beside it."""

from __future__ import annotations

import asyncio
import time
from contextlib import AbstractAsyncContextManager

from sqlalchemy import text

from asknext.labelling.board import Board
from asknext.labelling.desk import Desk
from asknext.labelling.ontology.in_line import InLine
from asknext.project.folder import Project
from asknext.server.bulk_work import BulkWork
from asknext.server.delivering import Delivering
from asknext.server.machining import Machining
from asknext.server.map_making import MapMaking
from asknext.server.pool_columns import PoolColumns
from asknext.server.reporting import Reporting
from asknext.server.training import Training

__all__ = ["Alone", "Place"]


class Place:
    """The desk of a project, who has its model trained, and who sends its events on.

    Parameters
    ----------
    project : opened. train : whether rounds are run as answers come in.
    turn : held during a round, so that projects served together train one after the other.
    name : of the project among those served together; default: its folder's.
    """

    def __init__(
        self,
        project: Project,
        *,
        train: bool = True,
        turn: AbstractAsyncContextManager[object] | None = None,
        name: str | None = None,
    ) -> None:
        self.project, self.name = project, name or project.folder.name
        self.desk = Desk(project)
        self.training = Training(self.desk, on=train, turn=turn)
        self.delivering = Delivering(self.desk)
        self.in_line = InLine(self.desk)
        self.board = Board(project)
        self.reporting = Reporting(project)
        self.bulk = BulkWork(self.desk)
        self.machining = Machining(self.desk)
        self.map_making, self.columns = MapMaking(project), PoolColumns(self.desk)
        self.used = time.monotonic()

    @property
    def busy(self) -> bool:
        """Whether something would be cut off if it were closed now."""
        return self.training.state == "training" or self.delivering.busy or self.bulk.busy or self.machining.busy

    def start(self) -> None:
        """Begin what runs beside the requests; needs a running event loop."""
        self.training.start()
        self.delivering.start()
        self.in_line.run()
        self.bulk.start()
        self.machining.start()

    async def stop(self) -> None:
        """End what runs beside the requests and finish what is being written; the project stays open."""
        beside = (self.delivering, self.in_line, self.bulk, self.machining)
        await asyncio.gather(
            self.training.stop(),
            self.reporting.stop(),
            self.map_making.stop(),
            *(asyncio.to_thread(each.stop) for each in beside),
        )
        self.desk.close()


class Alone:
    """One project served by itself: the same place whatever a request says."""

    def __init__(self, place: Place) -> None:
        self._place = place

    async def place(self, _name: str | None) -> Place:
        """The one place there is."""
        return self._place

    def open_places(self) -> list[Place]:
        """Those that are open now."""
        return [self._place]

    def look(self) -> None:
        """Read something: raises where the database cannot be read."""
        with self._place.project.database.read() as conn:
            conn.execute(text("SELECT 1 FROM setting")).first()

    def start(self) -> None:
        """Begin to serve."""
        self._place.start()

    async def stop(self) -> None:
        """End in good order."""
        await self._place.stop()
