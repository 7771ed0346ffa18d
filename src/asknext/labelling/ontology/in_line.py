"""`InLine`: brings labels in line with changed classes beside the work of those who label."""

from __future__ import annotations

import json
import logging
import threading
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.desk import Desk
from asknext.labelling.ontology.rederiving import rederive_some, unfinished
from asknext.store.jobs import job_row

__all__ = ["InLine", "job_progress"]

log = logging.getLogger("asknext.ontology")


class InLine:
    """Runs the jobs of a desk in a thread, one transaction for a few hundred items, so that answers go in between.

    Parameters
    ----------
    desk : the project at work; it is not closed.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._thread: threading.Thread | None = None
        self._wished = False
        self._lock = threading.Lock()
        self._ending = threading.Event()

    def run(self) -> None:
        """Do every job that is not done, in the background."""
        with self._lock:
            self._wished = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="asknext-ontology", daemon=True)
                self._thread.start()

    def finish(self) -> None:
        """Do every job that is not done, now; what is left when `stop` is called is done after the next start."""
        try:
            while not self._ending.is_set() and (jobs := self._unfinished()):
                while not self._ending.is_set() and self._some(jobs[0]):
                    pass
        except Exception:  # the next change or start tries again
            log.exception("Labels could not be brought in line with the classes.")

    def stop(self) -> None:
        """Finish the transaction at hand and end."""
        self._ending.set()
        thread = self._thread
        if thread is not None:
            thread.join(30)

    def _serve(self) -> None:
        while self._goes_on():
            self.finish()

    def _goes_on(self) -> bool:
        """Whether `run` was called since the jobs were read; where not, its next call begins another thread."""
        with self._lock:
            wished, self._wished = self._wished, False
            if not wished:
                self._thread = None
            return wished

    def _unfinished(self) -> list[int]:
        with self._desk.project.database.read() as conn:
            return unfinished(conn)

    def _some(self, job: int) -> bool:
        return self._desk.write(lambda conn: rederive_some(conn, job, self._desk.settle)).result()


def job_progress(conn: Connection, job: int) -> dict[str, Any] | None:
    """{id, status, total, done, version} of a job, or None."""
    row = job_row(conn, job)
    if row is None:
        return None
    version = json.loads(row.result or "{}").get("version")
    return {"id": row.id, "status": row.status, "total": row.total, "done": row.done, "version": version}
