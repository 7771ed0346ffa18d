"""`Machining`: has machines label beside the requests, those asked for and those that always do."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections import defaultdict
from functools import partial
from typing import Any

from sqlalchemy import Connection

from asknext.errors import AsknextError
from asknext.labelling.desk import Desk
from asknext.labelling.machines.running import MachineRun, Outcome
from asknext.store.jobs import add_job, change_job, unfinished_jobs

__all__ = ["MACHINE", "Machining"]

log = logging.getLogger("asknext.machines")

MACHINE = "machine"
HORIZON = 200
REST, LONGEST_REST = 30.0, 900.0
WELL = ("done", "nothing")


class Machining:
    """A thread for each machine that has something to do; people's pages never wait for one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stopped, self._lock = threading.Event(), threading.Lock()
        self._wishes: defaultdict[str, threading.Event] = defaultdict(threading.Event)
        self._threads: dict[str, threading.Thread] = {}
        self._runs: dict[str, MachineRun] = {}
        self.state: dict[str, str] = {}

    @property
    def busy(self) -> bool:
        """Whether a machine is to label more."""
        return any(each.background for each in self._machines.values()) or bool(self._jobs())

    def start(self) -> None:
        """Go on with what was asked for before, and with what runs always."""
        wanted = {json.loads(each.result)["action"] for each in self._jobs()} if self._machines else set()
        for name, machine in self._machines.items():
            if machine.background or name in wanted:
                self._begin(name)

    def run(self, conn: Connection, name: str, items: int, by: str) -> int:
        """Take note that ``name`` is to label so many items; the number of the job. `begin` makes it so."""
        return add_job(conn, MACHINE, by=by, at=time.time(), total=items, result={"action": name, "problems": []})

    def begin(self, name: str) -> None:
        """Do what was taken note of."""
        self._begin(name)

    def halt(self, name: str) -> None:
        """End what the machine was asked for; what it always does goes on later."""
        run = self._runs.get(name)
        for job in self._jobs(name):
            self._desk.write(partial(change_job, number=job.id, status="stopped")).result()
        if run is not None:
            run.stop()

    def stop(self) -> None:
        """End; requests that are under way are not waited for long: they are made again at the next start."""
        self._stopped.set()
        for wished in list(self._wishes.values()):
            wished.set()
        for run in list(self._runs.values()):
            run.stop()
        for thread in list(self._threads.values()):
            thread.join(2.0)

    @property
    def _machines(self) -> Any:
        return self._desk.project.config.machines

    def _jobs(self, name: str | None = None) -> list[Any]:
        with self._desk.project.database.read() as conn:
            found = unfinished_jobs(conn, MACHINE)
        return [each for each in found if name is None or json.loads(each.result)["action"] == name]

    def _begin(self, name: str) -> None:
        with self._lock:
            self._wishes[name].set()
            thread = self._threads.get(name)
            if thread is None or not thread.is_alive():
                thread = threading.Thread(target=self._serve, args=(name,), name=f"asknext-{name}", daemon=True)
                self._threads[name] = thread
                thread.start()

    def _serve(self, name: str) -> None:
        rest, wished = REST, self._wishes[name]
        while not self._stopped.is_set():
            wished.clear()
            jobs = self._jobs(name)
            if not jobs and not self._machines[name].background:
                if self._is_over(name):
                    return
                continue
            outcome = self._job(name, jobs[0]) if jobs else self._run(name, HORIZON)
            rest = REST if outcome.ended in WELL else min(LONGEST_REST, 2 * rest)
            if not jobs:
                wished.wait(rest)

    def _is_over(self, name: str) -> bool:
        """Whether nothing was asked for since the jobs were read; if so, what comes next begins another thread."""
        with self._lock:
            over = not self._wishes[name].is_set()
            if over:
                self._threads.pop(name, None)
            return over

    def _job(self, name: str, job: Any) -> Outcome:
        kept = json.loads(job.result)

        def progress(done: int, _total: int) -> None:
            self._desk.write(lambda conn: change_job(conn, job.id, done=job.done + done))

        outcome = self._run(name, max(job.total - job.done - job.failed, 0), progress)
        if self._stopped.is_set() or outcome.ended == "stopped":
            return outcome
        status = "done" if outcome.ended in WELL else "failed"
        numbers = {"done": job.done + outcome.labelled, "failed": job.failed + outcome.unusable}
        result = {**kept, "message": outcome.sentence}
        self._desk.write(lambda conn: change_job(conn, job.id, result=result, status=status, **numbers)).result()
        return outcome

    def _run(self, name: str, items: int, progress: Any = lambda *_a: None) -> Outcome:
        desk = self._desk
        try:
            run = MachineRun(desk.project, name, write=lambda work: desk.write(work).result(), work=desk.work)
            self._runs[name] = run
            if self._stopped.is_set():
                run.stop()
            self.state[name] = "It labels."
            outcome = run.run(items, progress)
        except AsknextError as error:
            outcome = Outcome(ended="refused", sentence=str(error))
        except Exception as error:
            log.exception("the machine %r stumbled", name)
            outcome = Outcome(ended="refused", sentence=f"It stumbled over {type(error).__name__}; the log says where.")
        finally:
            self._runs.pop(name, None)
        self.state[name] = outcome.sentence
        return outcome
