"""`BulkWork`: does bulk operations beside the work of those who label, a few items between their answers."""

from __future__ import annotations

import logging
import threading
import time

from asknext.labelling.bulk import some, unfinished
from asknext.labelling.desk import Desk

__all__ = ["BulkWork"]

log = logging.getLogger("asknext.bulk")

BREATH = 0.005


class BulkWork:
    """One thread that does what was begun, in the order in which it was; a new start goes on where the last ended."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stopped, self._begun = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """Whether there is work to do."""
        with self._desk.project.database.read() as conn:
            return bool(unfinished(conn))

    def start(self) -> None:
        """Go on with what is unfinished, and wait for more."""
        self._thread = threading.Thread(target=self._run, name="asknext-bulk", daemon=True)
        self._thread.start()

    def begun(self) -> None:
        """Take note that there is something to do."""
        self._begun.set()

    def stop(self) -> None:
        """Finish the few items at hand and end."""
        self._stopped.set()
        self._begun.set()
        if self._thread is not None:
            self._thread.join(10)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._all()
            except Exception:
                if not self._stopped.is_set():
                    log.exception("A bulk operation stumbled; it goes on after the next start or operation.")
            self._begun.wait()
            self._begun.clear()

    def _all(self) -> None:
        while not self._stopped.is_set():
            with self._desk.project.database.read() as conn:
                numbers = unfinished(conn)
            if not numbers:
                return
            while not self._stopped.is_set() and self._some(numbers[0]):
                time.sleep(BREATH)  # whoever waits to write comes first

    def _some(self, number: int) -> bool:
        desk = self._desk
        return desk.write(lambda conn: some(conn, desk.work, desk.queue.policy, number, time.time())).result()
