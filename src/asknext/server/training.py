"""`Training`: keeps the process that trains the model, and decides when it is time for a round."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any

from asknext.labelling.desk import Desk
from asknext.store.counts import count_answers_since
from asknext.store.events import last_event
from asknext.store.items import count_items
from asknext.store.rankings import newest_version
from asknext.store.settings import get_setting

__all__ = ["Training"]

log = logging.getLogger("asknext.server")

LOOK_EVERY = 0.5
LONGEST_PAUSE = 60.0
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


class _Died(Exception):
    """The trainer process ended in the middle of a round."""


class Training:
    """Watches the answers and has rounds run in a process of their own, each while it holds ``turn``.

    Attributes
    ----------
    state : ``idle``, ``training``, ``failed`` or ``off``. sentence : the same for a person.
    rounds : finished since the start. last_round_seconds : how long the newest one took.
    """

    def __init__(self, desk: Desk, *, on: bool = True, turn: AbstractAsyncContextManager[object] | None = None) -> None:
        self._desk, self._on, self._turn = desk, on, turn or contextlib.nullcontext()
        self.state = "idle" if on else "off"
        self.sentence = "No round has been needed yet." if on else "Training is switched off."
        self.rounds, self.last_round_seconds = 0, None
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None
        self._wished, self._died = False, 0
        self._event, self._items, self._counted, self._ended = 0, -1, -1, 0.0
        self._imports = 0

    last_round_seconds: float | None

    def wish(self) -> None:
        """Ask for a round now."""
        self._wished = True

    @contextlib.contextmanager
    def held_back(self) -> Iterator[None]:
        """No round begins while items are imported; afterwards one does."""
        self._imports += 1
        try:
            yield
        finally:
            self._imports -= 1
            self._items = -1 if self._on else self._items

    def shown(self) -> dict[str, Any]:
        """For the dashboard."""
        return {
            "state": self.state,
            "sentence": self.sentence,
            "last_round_seconds": self.last_round_seconds,
            "rounds": self.rounds,
        }

    def start(self) -> None:
        """Begin to watch; needs a running event loop."""
        if self._on:
            self._begin()
            self._task = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """End the process and stop watching."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._end_process()

    def _begin(self) -> None:
        with self._desk.project.database.read() as conn:
            self._event = int(get_setting(conn, "trained_event", 0))
            self._items = int(get_setting(conn, "trained_items", -1)) if newest_version(conn) is not None else -1

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                if self._is_time():
                    async with self._turn:
                        await self._round()
            except _Died:
                await self._pause()
            except Exception:
                log.exception("the watch over the trainer stumbled")
                await asyncio.sleep(LOOK_EVERY)

    def _is_time(self) -> bool:
        with self._desk.project.database.read() as conn:
            answers, items = count_answers_since(conn, self._event), count_items(conn)
        coming, self._counted = items != self._counted, items
        if coming or self._imports:  # a round now would be for a part of what comes
            return False
        retrain = self._desk.project.config.retrain
        since = time.monotonic() - self._ended
        if since < min(self.last_round_seconds or 0.0, retrain.seconds) and not self._wished:
            return False  # people first: the trainer rests as long as it has worked
        waited = since >= retrain.seconds
        enough = answers >= retrain.answers or (answers > 0 and waited)
        return items > 0 and (self._wished or items != self._items or enough)

    async def _round(self) -> None:
        self._wished = False
        with self._desk.project.database.read() as conn:
            event, items = last_event(conn), count_items(conn)
        self.state, self.sentence, started = "training", "The model learns from the new answers.", time.monotonic()
        report = await self._ask()
        self._event, self._items, self._ended, self._died = event, items, time.monotonic(), 0
        if "failed" in report:
            self.state, self.sentence = "failed", str(report["failed"])
            log.warning("a training round failed: %s", self.sentence)
            return
        self.rounds, self.last_round_seconds = self.rounds + 1, time.monotonic() - started
        self.state, self.sentence = "idle", str(report.get("sentence", ""))

    async def _ask(self) -> dict[str, Any]:
        process = await self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(b"train\n")
            await process.stdin.drain()
        except OSError:
            raise await self._death() from None
        while line := await process.stdout.readline():
            report = _parsed(line)
            if "progress" not in report:
                return report
            self.sentence = str(report["progress"])
        raise await self._death()

    async def _running(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            environment = {**os.environ, **dict.fromkeys(THREADS, "1")}
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "asknext.server.trainer",
                str(self._desk.project.folder),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=environment,
            )
        return self._process

    async def _death(self) -> _Died:
        code = await self._process.wait() if self._process is not None else None
        self._process, self._wished = None, True
        if code == 0:  # it had nothing to do for long, and went just as this round began
            return _Died()
        self._died += 1
        self.state = "failed"
        self.sentence = f"The trainer ended in the middle of a round (code {code}); it is started again."
        log.warning("%s", self.sentence)
        return _Died()

    async def _pause(self) -> None:
        if self._died:
            await asyncio.sleep(min(LONGEST_PAUSE, 0.5 * 2.0 ** (self._died - 1)))

    async def _end_process(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        assert process.stdin is not None
        process.stdin.close()  # the trainer ends when nobody can ask it any more
        try:
            await asyncio.wait_for(process.wait(), 3.0)
        except TimeoutError:
            process.kill()
            await process.wait()


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {"progress": ""}
    return found if isinstance(found, dict) else {"progress": ""}
