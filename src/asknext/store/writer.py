"""`Writer`: one thread that does all of a server's writes, many in one durable commit."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError

from asknext.store.database import Database, StorageFailure
from asknext.store.tally import Tally

__all__ = ["Writer"]

SIZES = (1, 2, 4, 8, 16, 32, 64)
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)

T = TypeVar("T")
_Job = tuple[Callable[[Connection], Any], "Future[Any]"]


class Writer:
    """Runs write functions one after another in one thread and commits them in groups.

    Parameters
    ----------
    db : where to write.
    most : functions in one commit at most.
    seconds : a group takes no further function after this time, so that the first one does not wait long.

    Attributes
    ----------
    sizes, seconds : how many functions were in each commit, and how long it took.
    """

    def __init__(self, db: Database, *, most: int = 64, seconds: float = 0.02) -> None:
        self._db, self._most, self._seconds = db, most, seconds
        self.sizes, self.seconds = Tally(SIZES), Tally(SECONDS)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="asknext-writer", daemon=True)
        self._thread.start()

    def submit(self, write: Callable[[Connection], T]) -> Future[T]:
        """Queue ``write``; the future has its result once the commit is durable.

        An exception of ``write`` undoes ``write`` alone; a failure of the disk fails the whole group
        with `StorageFailure` and leaves the writer ready for the next.
        """
        future: Future[T] = Future()
        if self._closed:
            future.set_exception(StorageFailure("The server is stopping: send this again when it is back."))
        else:
            self._jobs.put((write, future))
        return future

    @property
    def waiting(self) -> int:
        """How many functions wait for their turn."""
        return self._jobs.qsize()

    @property
    def alive(self) -> bool:
        """Whether what is submitted will be done."""
        return self._thread.is_alive() and not self._closed

    def close(self, timeout: float = 30.0) -> None:
        """Finish what is queued, then end the thread."""
        self._closed = True
        self._jobs.put(None)
        self._thread.join(timeout)

    def _run(self) -> None:
        while (first := self._jobs.get()) is not None:
            self._group(first)

    def _group(self, first: _Job) -> None:
        began = time.perf_counter()
        size = self._alone(*first) if self._jobs.empty() else self._together(first)
        self.sizes.add(size)
        self.seconds.add(time.perf_counter() - began)

    def _alone(self, write: Callable[[Connection], Any], future: Future[Any]) -> int:
        """One function is its own transaction: a savepoint would only cost time."""
        if not future.set_running_or_notify_cancel():
            return 0
        try:
            with self._db.write() as conn:
                result = write(conn)
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(result)
        return 1

    def _together(self, first: _Job) -> int:
        done: list[tuple[Future[Any], Any]] = []
        taken: list[Future[Any]] = []
        try:
            with self._db.write() as conn:
                for write, future in self._next(first):
                    taken.append(future)
                    _run_one(conn, write, future, done)
        except BaseException as error:
            self._fail(first[1], taken, error)
            return len(taken)
        for future, result in done:
            future.set_result(result)
        return len(taken)

    def _next(self, first: _Job) -> Any:
        started, count, job = time.monotonic(), 1, first
        while True:
            if job[1].set_running_or_notify_cancel():
                yield job
            if count >= self._most or time.monotonic() - started > self._seconds:
                return
            try:
                following = self._jobs.get_nowait()
            except queue.Empty:
                return
            if following is None:
                self._jobs.put(None)  # for the loop in _run
                return
            job, count = following, count + 1

    @staticmethod
    def _fail(first: Future[Any], taken: list[Future[Any]], error: BaseException) -> None:
        for future in taken or [first]:
            if not future.done():
                future.set_exception(error)


def _run_one(
    conn: Connection, write: Callable[[Connection], Any], future: Future[Any], done: list[tuple[Future[Any], Any]]
) -> None:
    try:
        with conn.begin_nested():
            result = write(conn)
    except (IntegrityError, DataError) as error:  # the savepoint undid it alone
        future.set_exception(error)
    except DatabaseError:
        raise  # the whole transaction may have ended: nothing of this group may be called stored
    except Exception as error:
        future.set_exception(error)
    else:
        done.append((future, result))
