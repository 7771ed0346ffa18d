"""`MachineRun`: asks a machine about items, several requests at once, within a budget, and however badly it behaves."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection

from asknext.errors import InputError, UnknownName
from asknext.labelling.machines.brief import Answered, Brief, Busy, Item, Refusal, Unusable, brief_of
from asknext.labelling.machines.candidates import candidates
from asknext.labelling.machines.chat_model import ask_chat
from asknext.labelling.machines.content import items_to_ask
from asknext.labelling.machines.http_model import ask_http
from asknext.labelling.machines.keeping import Spent, annotator_of, keep, spent_by
from asknext.labelling.outside import ForbiddenAddress, Outside, checked_url
from asknext.labelling.public_address import Allowed
from asknext.labelling.ranking import current_ranking
from asknext.labelling.work import Work
from asknext.project.folder import Project
from asknext.project.outside_config import MachineConfig

__all__ = ["MachineRun", "Outcome"]

T = TypeVar("T")
ATTEMPTS, FIRST_WAIT, LONGEST_WAIT = 5, 1.0, 60.0
FAILED_IN_A_ROW = 3
SENTENCES = {
    "done": "All that was asked for is done.",
    "nothing": "There is nothing more to ask it about.",
    "budget": "Its budget is used up.",
    "limit": "It has labelled as many items as it may (most_items).",
    "stopped": "It was stopped.",
}


@dataclass
class Outcome:
    """How a run ended: items with a usable answer and without, and why it is over; ``ended`` is a word for programs."""

    labelled: int = 0
    unusable: int = 0
    ended: str = "done"
    sentence: str = SENTENCES["done"]
    spent: Spent = field(default_factory=Spent)


class MachineRun:
    """Has one machine label items.

    Parameters
    ----------
    write : runs a function in a durable transaction and gives its result. work : stores its votes.
    first_wait : seconds after the first failure of a request; doubled after each further one, with a small addition
        drawn by the project's seed.

    Raises
    ------
    UnknownName : the settings name no such machine. InputError : its key is not in the environment, or would go over
    an unprotected connection.
    """

    def __init__(
        self,
        project: Project,
        name: str,
        *,
        write: Callable[[Callable[[Connection], Any]], Any],
        work: Work,
        outside: Outside | None = None,
        clock: Callable[[], float] = time.time,
        first_wait: float = FIRST_WAIT,
    ) -> None:
        machines = project.config.machines
        if name not in machines:
            raise UnknownName("machine", name, machines)
        self._project, self._name, self._config = project, name, machines[name]
        self._write, self._work, self._clock, self._first_wait = write, work, clock, first_wait
        self._key = _key_of(self._config, project.config.outside.allow_private)
        allowed = project.config.outside.allow_private
        self._outside = outside or Outside(allowed, seconds=self._config.seconds)
        self._stopped, self._given_up = threading.Event(), threading.Event()

    def stop(self) -> None:
        """End soon; what has been asked is still kept."""
        self._stopped.set()

    def run(self, most: int, progress: Callable[..., None] = lambda *_a, **_k: None) -> Outcome:
        """Ask about up to ``most`` items; ``progress`` is called with (done, total)."""
        outcome = Outcome()
        positions = self._positions(most)
        if not positions:
            return self._ended(outcome, "nothing")
        brief = brief_of(self._project)
        asked = self._asked(outcome, brief, positions, lambda done: progress(done, len(positions)))
        return asked if asked.ended != "done" or len(positions) == most else self._ended(asked, "nothing")

    def _asked(
        self, outcome: Outcome, brief: Brief, positions: Sequence[int], progress: Callable[[int], None]
    ) -> Outcome:
        failed, batches, waiting = 0, self._batches(positions), dict[Future[Answered], int]()
        last: Exception | None = None
        with ThreadPoolExecutor(self._config.concurrency, "asknext-machine") as pool:
            while failed < FAILED_IN_A_ROW and (last is None or isinstance(last, Busy)):
                why = self._filled(pool, outcome, brief, batches, waiting)
                if not waiting:
                    return self._ended(outcome, why or "done") if last is None else self._failed(outcome, last)
                for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                    last = self._taken(outcome, future, waiting.pop(future))
                    failed = 0 if last is None else failed + 1
                progress(outcome.labelled + outcome.unusable)
            self._given_up.set()
            for future, size in waiting.items():  # what they bring is paid for
                self._taken(outcome, future, size)
        assert last is not None
        return self._failed(outcome, last)

    def _failed(self, outcome: Outcome, error: Exception) -> Outcome:
        return self._ended(outcome, "dead" if isinstance(error, Busy) else "refused", str(error))

    def _filled(
        self,
        pool: ThreadPoolExecutor,
        outcome: Outcome,
        brief: Brief,
        batches: Iterator[list[Item]],
        waiting: dict[Future[Answered], int],
    ) -> str | None:
        """Send as many requests as may be under way; why no more is sent."""
        while len(waiting) < self._config.concurrency:
            why = self._why_not(outcome, sum(waiting.values()))
            items = None if why is not None else next(batches, None)
            if items is None:
                return why
            waiting[pool.submit(self._patiently, brief, items)] = len(items)
        return None

    def _taken(self, outcome: Outcome, future: Future[Answered], size: int) -> Exception | None:
        """Store what a request brought; what went wrong."""
        try:
            answered = future.result()
        except (Busy, Refusal, ForbiddenAddress) as error:
            return error
        name, config, now = self._name, self._config, self._clock()
        outcome.spent = self._write(lambda conn: keep(conn, self._work, config, name, answered, asked=size, now=now))
        outcome.labelled += len(answered.guesses)
        outcome.unusable += len(answered.unusable)
        return None

    def _patiently(self, brief: Brief, items: Sequence[Item]) -> Answered:
        draw = random.Random(f"{self._project.config.seed}/{self._name}/{items[0].pos}")  # noqa: S311 - no secret
        for attempt in range(ATTEMPTS - 1):
            try:
                return self._ask(brief, items)
            except Busy as error:
                pause = error.wait or self._first_wait * 2.0**attempt * (1 + draw.random() / 4)
                if self._given_up.is_set() or self._stopped.wait(min(pause, LONGEST_WAIT)):
                    raise
        return self._ask(brief, items)

    def _ask(self, brief: Brief, items: Sequence[Item]) -> Answered:
        ask = ask_chat if self._config.kind == "chat" else ask_http
        try:
            return ask(self._config, self._outside, self._key, brief, items)
        except Unusable as error:
            return Answered(unusable={each.pos: str(error) for each in items})

    def _positions(self, most: int) -> list[int]:
        ranking = current_ranking(self._project)
        with self._project.database.read() as conn:
            return candidates(conn, annotator_of(self._name), ranking, most)

    def _batches(self, positions: Sequence[int]) -> Iterator[list[Item]]:
        size = 1 if self._config.kind == "chat" else self._config.batch
        for start in range(0, len(positions), size):
            with self._project.database.read() as conn:
                items = items_to_ask(conn, self._project, positions[start : start + size])
            if items:
                yield items

    def _why_not(self, outcome: Outcome, under_way: int) -> str | None:
        """Why nothing more is asked; what is under way is reckoned to cost what others have cost."""
        if self._stopped.is_set():
            return "stopped"
        if outcome.spent == Spent():
            with self._project.database.read() as conn:
                outcome.spent = spent_by(conn, self._name)
        spent, config = outcome.spent, self._config
        done = spent.items + spent.unusable
        if config.most_items is not None and done + under_way >= config.most_items:
            return "limit"
        each = spent.cost / done if done else config.price_per_item
        if config.budget is not None and spent.cost + each * under_way >= config.budget:
            return "budget"
        return None

    def _ended(self, outcome: Outcome, why: str, sentence: str = "") -> Outcome:
        outcome.ended, outcome.sentence = why, sentence or SENTENCES[why]
        return outcome


def _key_of(config: MachineConfig, allowed: Sequence[str]) -> str | None:
    if config.key is None:
        return None
    variable = config.key.removeprefix("env:")
    key = os.environ.get(variable, "").strip()
    if not key:
        raise InputError(f"The machine's key is to be in the environment variable {variable}, which is not set.")
    parts = checked_url(config.url)
    host = str(parts.hostname)
    if parts.scheme != "https" and not Allowed(allowed).permits(host, host):
        raise InputError("The machine's key would go over an unprotected connection: begin its url with https://.")
    return key
