"""`Delivering`: a thread for each webhook, so that a slow receiver slows nobody else."""

from __future__ import annotations

import logging
import threading
from typing import Any

from asknext.labelling.desk import Desk
from asknext.labelling.dispatching import Dispatcher
from asknext.labelling.outside import Outside
from asknext.store.webhooks import count_deliveries

__all__ = ["Delivering"]

log = logging.getLogger("asknext.webhooks")

LOOK_EVERY = 0.5
HOOKS_EVERY = 2.0
LONGEST_PAUSE = 60.0
GOODBYE = 1.0


class Delivering:
    """Sends a project's events to its webhooks for as long as it runs."""

    def __init__(self, desk: Desk, outside: Outside | None = None) -> None:
        project = desk.project
        self._project = project
        self.outside = outside or Outside(project.config.outside.allow_private)
        self._dispatcher = Dispatcher(project, lambda work: desk.write(work).result(), self.outside)
        self._stopped, self._look = threading.Event(), threading.Event()
        self._serving: dict[int, threading.Thread] = {}
        self._watcher: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """Whether something still waits to be sent."""
        with self._project.database.read() as conn:
            return any(each.get("waiting") for each in count_deliveries(conn).values())

    def start(self) -> None:
        """Begin to send."""
        self._watcher = _begun("asknext-webhooks", self._watch)

    def look(self) -> None:
        """Take note at once that webhooks have changed."""
        self._look.set()

    def stop(self) -> None:
        """Send no more; what is under way is not waited for long: it is sent again at the next start."""
        self._stopped.set()
        self._look.set()
        for each in [self._watcher, *self._serving.values()]:
            if each is not None:
                each.join(GOODBYE)

    def _watch(self) -> None:
        while not self._stopped.is_set():
            try:
                wanted = {each.id for each in self._dispatcher.active()}
            except Exception:
                log.exception("the webhooks could not be read")
                wanted = set()
            self._serving = {each: thread for each, thread in self._serving.items() if thread.is_alive()}
            for each in wanted - self._serving.keys():
                self._serving[each] = _begun(f"asknext-webhook-{each}", self._serve, each)
            self._look.wait(HOOKS_EVERY)
            self._look.clear()

    def _serve(self, which: int) -> None:
        pause = LOOK_EVERY
        while not self._stopped.is_set():
            try:
                hook = next((each for each in self._dispatcher.active() if each.id == which), None)
                if hook is None:
                    return
                self._dispatcher.fill(hook)
                well = self._dispatcher.send_due(hook, self._stopped.is_set)
            except Exception:
                if not self._stopped.is_set():
                    log.exception("webhook %d stumbled", which)
                well = False
            pause = LOOK_EVERY if well else min(LONGEST_PAUSE, 2 * pause)
            self._stopped.wait(pause)


def _begun(name: str, work: Any, *arguments: Any) -> threading.Thread:
    thread = threading.Thread(target=work, args=arguments, name=name, daemon=True)
    thread.start()
    return thread
