"""`Desk`: one project opened for work; everything that writes goes through one thread, in groups."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from dataclasses import asdict
from typing import Any, TypeVar

from sqlalchemy import Connection

from asknext.labelling.judged import judged_items
from asknext.labelling.ontology.asked_again import asked_again
from asknext.labelling.ontology.meant import meant_guess
from asknext.labelling.present import STATE_NAMES, leased_items
from asknext.labelling.qualification import TestState
from asknext.labelling.queue import Leased, Queue
from asknext.labelling.server_uid import is_servers, refusal
from asknext.labelling.stream import JUDGING
from asknext.labelling.work import Outcome, Work
from asknext.project.folder import Project
from asknext.store.leases import Lease
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
        config = project.config
        self._work = Work(self.queue, multilabel=config.multilabel, qualification=config.qualification, clock=clock)
        self._writer = Writer(project.database)

    @property
    def work(self) -> Work:
        """What applies actions, for who writes in the desk's thread."""
        return self._work

    @property
    def writer(self) -> Writer:
        """Who does all its writes, for who watches over them."""
        return self._writer

    def close(self) -> None:
        """Finish what is queued, then stop writing."""
        self._writer.close()

    def lease(
        self,
        session: str,
        annotator: str,
        want: int,
        hold: Sequence[int],
        *,
        tags: Collection[str] | None = None,
        kind: str = "label",
    ) -> Future[dict[str, Any]]:
        """Lease until ``session`` holds ``want`` items: {items, left, ranking, waiting, test}.

        Parameters
        ----------
        tags : the annotator's skills; None for those that the settings give to their name.
        kind : ``label``, ``review`` or ``adjudicate``.
        """
        skills = self.project.config.skills.get(annotator, ()) if tags is None else tags

        def write(conn: Connection) -> dict[str, Any]:
            leased = self.queue.lease(conn, session, annotator, want, hold, tags=skills, kind=kind)
            return self._leased(conn, leased, annotator, kind)

        return self._submit(write)

    def _leased(self, conn: Connection, leased: Leased, annotator: str, kind: str) -> dict[str, Any]:
        ranking = self.queue.ranking
        return {
            "items": self._items(conn, leased.items, judged=kind in JUDGING),
            "left": self.queue.left(conn, annotator),
            "ranking": 0 if ranking is None else ranking.version,
            "waiting": leased.waiting,
            "test": _shown_test(leased.test),
            "ontology": self._work.vocabulary(conn).version,
        }

    def renew(self, session: str, items: Sequence[int]) -> Future[dict[str, Any]]:
        """Keep ``items`` for longer: {renewed, lost}."""

        def write(conn: Connection) -> dict[str, Any]:
            renewed, lost = self.queue.renew(conn, session, items)
            return {"renewed": renewed, "lost": lost}

        return self._submit(write)

    def release(self, session: str, items: Sequence[int] | None = None) -> Future[list[int]]:
        """Give back ``items``, or all that ``session`` holds."""
        return self._submit(lambda conn: self.queue.release(conn, session, items))

    def do(
        self,
        session: str,
        annotator: str,
        actions: Sequence[Any],
        *,
        allowed: Collection[str] | None = None,
        machine: bool = False,
    ) -> Future[list[dict[str, Any]]]:
        """Store what a person did, in order: one result an action.

        Parameters
        ----------
        allowed : the kinds of action they may do; None for all. machine : whether it is a model of somebody's.
        """

        def write(conn: Connection) -> list[dict[str, Any]]:
            own = [each for each in actions if not is_servers(each)]
            done = iter(self._work.do(conn, session, annotator, own, allowed=allowed, machine=machine))
            outcomes = [refusal(each) if is_servers(each) else next(done) for each in actions]
            return [self._shown(conn, each) for each in outcomes]

        return self._submit(write)

    def settle(self, conn: Connection, which: int) -> None:
        """Bring one item in line with its events; in the desk's thread."""
        self._work.settle(conn, which)

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
        if outcome.state is not None:
            shown["state"] = STATE_NAMES[outcome.state]
        if outcome.test is not None:
            shown["test"] = _shown_test(outcome.test)
        if outcome.lease is not None:
            shown["item"] = self._items(conn, [outcome.lease], judged=outcome.lease.stream in JUDGING)[0]
        return shown

    def _items(self, conn: Connection, leases: Sequence[Lease], *, judged: bool) -> list[dict[str, Any]]:
        ontology = self._work.vocabulary(conn).ontology
        shown = (judged_items if judged else leased_items)(conn, self.project.config, self.queue, leases)
        again = {} if judged else asked_again(conn, ontology, [each["item"] for each in shown])
        for each in shown:
            each["why"]["guess"] = meant_guess(each["why"]["guess"], ontology)
            each |= again.get(each["item"], {})
        return shown

    def _submit(self, write: Callable[[Connection], T]) -> Future[T]:
        future = self._writer.submit(write)
        future.add_done_callback(self._look)
        return future

    def _look(self, future: Future[Any]) -> None:
        # what the queue remembers may be of a write that was taken back
        if not future.cancelled() and future.exception() is not None:
            self.queue.forget()
            self._work.forget()


def _shown_test(test: TestState | None) -> dict[str, Any] | None:
    return None if test is None else {**asdict(test), "failed": test.failed}
