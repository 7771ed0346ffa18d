"""`Board`: the numbers of the dashboard, reckoned anew only when something has happened, by one asker at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from asknext.labelling.activity import Activity
from asknext.labelling.dashboard import advice_of, dashboard, needed_of
from asknext.labelling.people_numbers import Excerpt, people_numbers
from asknext.labelling.queue_numbers import queue_numbers
from asknext.labelling.ranking import current_ranking
from asknext.project.folder import Project
from asknext.store.activity import board_marker
from asknext.store.counts import count_labels, count_leased

__all__ = ["Board"]

FRESH = 5.0
REST = 10.0
CHEAP = 0.2
MOST_KEPT = 64


@dataclass(frozen=True)
class _Kept:
    marker: tuple[Any, ...]
    at: float
    cost: float
    numbers: dict[str, Any]


class Board:
    """A project's numbers for everybody who looks at them.

    Parameters
    ----------
    clock : seconds since 1970. stopwatch : seconds of any beginning, for what an answer costs.

    Where reckoning takes long, it rests ten times as long before it is done again: a dashboard on many screens
    never takes more than a tenth of a processor.
    """

    def __init__(
        self,
        project: Project,
        *,
        clock: Callable[[], float] = time.time,
        stopwatch: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._project, self._clock, self._stopwatch = project, clock, stopwatch
        self._activity = Activity()
        self._kept: dict[Any, _Kept] = {}
        self._lock = threading.Lock()

    def dashboard(self) -> dict[str, Any]:
        """Progress, model and advice; see `asknext.labelling.dashboard`."""
        numbers = self._fresh("dashboard", lambda: dashboard(self._project))
        with self._project.database.read() as conn:
            leased = count_leased(conn, self._clock())
        return {**numbers, "queue": {**numbers["queue"], "leased": leased}}

    def people(self, asked: Excerpt) -> dict[str, Any]:
        """Who did what, how fast, how well, at what cost; see `asknext.labelling.people_numbers`."""
        return self._fresh(asked, lambda: self._people(asked))

    def queue(self) -> dict[str, Any]:
        """The health of the queue; see `asknext.labelling.queue_numbers`. It is never older than a few seconds."""
        return self._fresh("queue", self._queue, leases=True)

    def advice(self) -> dict[str, Any]:
        """The advice of the last round."""
        return advice_of(self._project)

    def _people(self, asked: Excerpt) -> dict[str, Any]:
        with self._project.database.read() as conn:
            self._activity.follow(conn)
            labelled, needed = count_labels(conn), needed_of(conn)
        return people_numbers(self._activity, self._project.config.price, asked, labelled=labelled, needed=needed)

    def _queue(self) -> dict[str, Any]:
        ranking = current_ranking(self._project)
        with self._project.database.read() as conn:
            self._activity.follow(conn)
            ranked = None if ranking is None else len(ranking.order)
            return queue_numbers(conn, self._activity, ranked, self._clock())

    def _fresh(self, name: Any, reckon: Callable[[], dict[str, Any]], *, leases: bool = False) -> dict[str, Any]:
        with self._lock:
            kept = self._kept.get(name)
            with self._project.database.read() as conn:
                marker = (*board_marker(conn), count_leased(conn, self._clock()) if leases else 0)
            if kept is not None and self._holds(kept, marker):
                return kept.numbers
            began = self._stopwatch()
            numbers = reckon()
            self._keep(name, _Kept(marker, self._clock(), self._stopwatch() - began, numbers))
            return numbers

    def _holds(self, kept: _Kept, marker: tuple[Any, ...]) -> bool:
        age = self._clock() - kept.at
        if kept.cost > CHEAP and age < REST * kept.cost:
            return True
        return kept.marker == marker and age < FRESH

    def _keep(self, name: Any, kept: _Kept) -> None:
        self._kept.pop(name, None)
        self._kept[name] = kept
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
