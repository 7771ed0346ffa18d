"""`Desk`: one project opened for work; everything that writes goes through one thread, in groups."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlalchemy import Connection

from asknext.labelling.present import leased_items
from asknext.labelling.queue import Queue
from asknext.labelling.work import Outcome, Work
from asknext.project.folder import Project
from asknext.store.classes import LabelClass, add_class
from asknext.store.writer import Writer

__all__ = ["Desk"]

T = TypeVar("T")


class Desk:
    """Leases and answers of one project.

    Parameters
    ----------
    project : opened; the desk does not close it. clock : seconds since 1970.

    The futures have their results once what was done is on the disk.
    """

    def __init__(self, project: Project, *, clock: Callable[[], float] = time.time) -> None:
        self.project = project
        self.queue = Queue(project, clock=clock)
        self._work = Work(self.queue, multilabel=project.config.multilabel, clock=clock)
        self._writer = Writer(project.database)

    def close(self) -> None:
        """Finish what is queued, then stop writing."""
        self._writer.close()

    def lease(self, session: str, annotator: str, want: int, hold: Sequence[int]) -> Future[dict[str, Any]]:
        """Lease until ``session`` holds ``want`` items: {items, left, ranking, waiting}."""

        def write(conn: Connection) -> dict[str, Any]:
            leased = self.queue.lease(conn, session, annotator, want, hold)
            ranking = self.queue.ranking
            return {
                "items": leased_items(conn, self.project.config, self.queue, leased.items),
                "left": self.queue.left(conn),
                "ranking": 0 if ranking is None else ranking.version,
                "waiting": leased.waiting,
            }

        return self._submit(write)

    def renew(self, session: str, items: Sequence[int]) -> Future[dict[str, Any]]:
        """Keep ``items`` for longer: {renewed, lost}."""

        def write(conn: Connection) -> dict[str, Any]:
            renewed, lost = self.queue.renew(conn, session, items)
            return {"renewed": renewed, "lost": lost}

        return self._submit(write)

    def release(self, session: str, items: Sequence[int] | None = None) -> Future[list[int]]:
        """Give back ``items``, or all that ``session`` holds."""
        return self._submit(lambda conn: self.queue.release(conn, session, items))

    def do(self, session: str, annotator: str, actions: Sequence[Any]) -> Future[list[dict[str, Any]]]:
        """Store what a person did, in order: one result an action."""

        def write(conn: Connection) -> list[dict[str, Any]]:
            outcomes = self._work.do(conn, session, annotator, actions)
            return [self._shown(conn, each) for each in outcomes]

        return self._submit(write)

    def add_class(self, name: str, key: str | None) -> Future[LabelClass]:
        """Add a class to choose from."""
        return self._submit(lambda conn: add_class(conn, name, key=key))

    def refresh(self) -> None:
        """Take note that items were added from elsewhere."""
        self._submit(lambda _: self.queue.forget())

    def write(self, write: Callable[[Connection], T]) -> Future[T]:
        """Run ``write`` in the desk's thread, in one durable transaction."""
        return self._submit(write)

    def _shown(self, conn: Connection, outcome: Outcome) -> dict[str, Any]:
        shown: dict[str, Any] = {"uid": outcome.uid, "status": outcome.status}
        if outcome.message:
            shown["message"] = outcome.message
        if outcome.previous is not None:
            shown["previous"] = outcome.previous
        if outcome.late:
            shown["late"] = True
        if outcome.lease is not None:
            shown["item"] = leased_items(conn, self.project.config, self.queue, [outcome.lease])[0]
        return shown

    def _submit(self, write: Callable[[Connection], T]) -> Future[T]:
        future = self._writer.submit(write)
        future.add_done_callback(self._look)
        return future

    def _look(self, future: Future[Any]) -> None:
        # what the queue remembers may be of a write that was taken back
        if not future.cancelled() and future.exception() is not None:
            self.queue.forget()
