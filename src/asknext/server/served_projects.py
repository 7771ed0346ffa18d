"""`ServedProjects`: the projects of a workspace, each opened when it is first asked for and closed when it rests."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from asknext.people.refusal import Unknown
from asknext.people.workspace import Workspace
from asknext.project.folder import Project, open_project
from asknext.server.left_over import has_left_over
from asknext.server.place import Place

__all__ = ["ServedProjects"]

REST_SECONDS = 1800.0
LOOK_EVERY = 60.0


class ServedProjects:
    """Places by project name. One that cannot be opened is its own people's trouble and nobody else's.

    Parameters
    ----------
    train : whether rounds are run; of all projects together one at a time. clock : seconds, of any beginning.
    """

    def __init__(
        self, workspace: Workspace, *, train: bool = True, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._workspace, self._train, self._clock = workspace, train, clock
        self._places: dict[str, Place] = {}
        self._opening: dict[str, asyncio.Lock] = {}
        self._turn = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    async def place(self, name: str) -> Place:
        """The place of one project, opened where it is not yet.

        Raises
        ------
        Unknown : there is no such project. ProjectError : it cannot be opened; what is wrong with it.
        """
        place = self._places.get(name)
        if place is None:
            async with self._opening.setdefault(name, asyncio.Lock()):
                place = self._places.get(name) or await self._opened(name)
        place.used = self._clock()
        return place

    def open_project(self, name: str) -> Project | None:
        """The project of that name, where it is open now."""
        place = self._places.get(name)
        return None if place is None else place.project

    def open_places(self) -> list[Place]:
        """Those that are open now."""
        return list(self._places.values())

    def resting_folders(self) -> list[Path]:
        """The folders of the projects that are not open now."""
        return [folder for name, folder in self._workspace.projects().items() if name not in self._places]

    def look(self) -> None:
        """Read something: raises where the people's database cannot be read."""
        with self._workspace.database.read() as conn:
            conn.execute(text("SELECT 1 FROM person")).first()

    def start(self) -> None:
        """Go on with what was left, and begin to close what rests; needs a running event loop."""
        self._task = asyncio.create_task(self._tidy())

    async def stop(self) -> None:
        """Close everything in good order."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        for name in list(self._places):
            await self._closed(name)

    async def close_resting(self) -> None:
        """Close the projects that nobody asked for in a while and that have nothing to do."""
        for name, place in list(self._places.items()):
            if self._clock() - place.used >= REST_SECONDS and not place.busy:
                await self._closed(name)

    async def open_left_over(self) -> None:
        """Open the projects in which something was left to be sent or done when the server last ended."""
        for name, folder in self._workspace.projects().items():
            if await asyncio.to_thread(has_left_over, folder):
                with contextlib.suppress(Exception):  # its own people are told when they come
                    await self.place(name)

    async def _tidy(self) -> None:
        await self.open_left_over()
        while True:
            await asyncio.sleep(LOOK_EVERY)
            with contextlib.suppress(Exception):  # the next look tries again
                await self.close_resting()

    async def _opened(self, name: str) -> Place:
        folder = self._workspace.folder_of(name)
        if folder is None:
            raise Unknown(f"There is no project {name!r}.")

        def opened() -> Place:
            project = open_project(folder)
            try:
                return Place(project, train=self._train, turn=self._turn, name=name)
            except BaseException:
                project.close()
                raise

        place = await asyncio.to_thread(opened)
        place.start()
        self._places[name] = place
        return place

    async def _closed(self, name: str) -> None:
        async with self._opening.setdefault(name, asyncio.Lock()):
            place = self._places.pop(name, None)
            if place is not None:
                await place.stop()
                await asyncio.to_thread(place.project.close)
