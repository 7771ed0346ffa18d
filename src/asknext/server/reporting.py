"""`Reporting`: keeps the newest quality report of a project, and has it made anew in a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sys
import time
from typing import Any

from asknext.labelling.quality.names import KEPT
from asknext.project.folder import Project
from asknext.server.training import THREADS
from asknext.store.events import last_event

__all__ = ["Reporting"]

log = logging.getLogger("asknext.server")

REST = 60.0


class Reporting:
    """One at a time, and after one is made no sooner than a minute later, unless somebody asks for it.

    Attributes
    ----------
    state : ``idle``, ``running`` or ``failed``. sentence : why it failed, else "".
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self.state, self.sentence = "idle", ""
        self._task: asyncio.Task[None] | None = None
        self._kept: tuple[tuple[int, int], dict[str, Any]] | None = None
        self._ended = 0.0

    def report(self) -> dict[str, Any] | None:
        """The newest report there is, or None."""
        path = self._project.arrays / KEPT
        try:
            stat = path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size)
            if self._kept is None or self._kept[0] != stamp:
                self._kept = (stamp, json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return None
        return self._kept[1]

    def stale(self) -> bool:
        """Whether something has happened since the report was made, or there is none."""
        report = self.report()
        with self._project.database.read() as conn:
            return report is None or report.get("event") != last_event(conn)

    def wish(self) -> None:
        """Have it made now, unless it is being made."""
        if self._task is None or self._task.done():
            self.state, self.sentence = "running", ""
            self._task = asyncio.get_running_loop().create_task(self._make())

    def look(self) -> None:
        """Have it made where it is stale and the last one is some time ago."""
        running = self._task is not None and not self._task.done()
        if not running and time.monotonic() - self._ended > REST and self.stale():
            self.wish()

    async def stop(self) -> None:
        """End a report that is being made; the one before stays."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _make(self) -> None:
        try:
            answer = await self._ran()
        except Exception as error:
            log.exception("The quality report could not be made.")
            answer = {"failed": f"The report could not be made ({type(error).__name__}: {error})."}
        self._ended = time.monotonic()
        self.state, self.sentence = ("failed", answer["failed"]) if "failed" in answer else ("idle", "")

    async def _ran(self) -> dict[str, Any]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "asknext.server.reporter", str(self._project.folder)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, **dict.fromkeys(THREADS, "1")},
        )
        try:
            said, _ = await process.communicate()
        except asyncio.CancelledError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            raise
        lines = said.decode("utf-8", "replace").strip().splitlines()
        answer: dict[str, Any] = json.loads(lines[-1]) if lines else {"failed": "Judging the labels stopped halfway."}
        return answer
