"""`MapMaking`: has the maps of a project made, one at a time, in a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sys
from dataclasses import dataclass
from typing import Any

from asknext.project.folder import Project
from asknext.server.training import THREADS

__all__ = ["Making", "MapMaking"]

log = logging.getLogger("asknext.server")


@dataclass(frozen=True)
class Making:
    """How it goes with the map of one method: ``idle``, ``making`` or ``failed``, and why or how far in a sentence."""

    state: str = "idle"
    sentence: str = ""


class MapMaking:
    """Methods are made in the order in which they were wished for."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._made: dict[str, Making] = {}
        self._task: asyncio.Task[None] | None = None
        self._wished: list[str] = []

    @property
    def busy(self) -> bool:
        """Whether a map is being made."""
        return self._task is not None and not self._task.done()

    def making(self, method: str) -> Making:
        """How it goes with the map of ``method``."""
        return self._made.get(method, Making())

    def wish(self, method: str) -> None:
        """Have the map of ``method`` made, unless it is being made."""
        if self.making(method).state == "making":
            return
        self._made[method] = Making("making", "")
        self._wished.append(method)
        if not self.busy:
            self._task = asyncio.get_running_loop().create_task(self._all())

    async def stop(self) -> None:
        """End a map that is being made; those before stay."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _all(self) -> None:
        while self._wished:
            method = self._wished.pop(0)
            try:
                self._made[method] = await self._ran(method)
            except Exception as error:
                log.exception("The map could not be made.")
                self._made[method] = Making("failed", f"The map could not be made ({type(error).__name__}: {error}).")

    async def _ran(self, method: str) -> Making:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "asknext.server.mapper", str(self._project.folder), method),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, **dict.fromkeys(THREADS, "1")},
        )
        assert process.stdout is not None
        said: dict[str, Any] = {"failed": "Making the map stopped halfway."}
        try:
            while line := await process.stdout.readline():
                said = _told(line)
                if "progress" in said:
                    self._made[method] = Making("making", str(said["progress"]))
        except asyncio.CancelledError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            raise
        finally:
            await process.wait()
        return Making() if said.get("done") else Making("failed", str(said.get("failed", "It stopped halfway.")))


def _told(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
