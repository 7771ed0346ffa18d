"""`LearnerState`: all of a learner that changes as answers come, so that it can be taken back, saved and restored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.loop.class_task import ClassTask
from asknext.loop.finished_rounds import FinishedRounds
from asknext.loop.label_space import Label
from asknext.loop.learner_file import LearnerFile
from asknext.loop.ledger import Ledger
from asknext.loop.note_book import NoteBook
from asknext.loop.number_task import NumberTask
from asknext.loop.rows_of import rows_of
from asknext.pool.pool import Pool
from asknext.pool.task import REGRESSION

__all__ = ["LearnerState"]


class LearnerState:
    """The labels, the classes they told, the rounds they made and the notes of the strategy.

    Parameters
    ----------
    labels : known already, one an item, None or NaN where missing; default: the pool's own.
    price : of a label.

    Attributes
    ----------
    given : how many of the ledger's actions were labels known at the start.
    """

    def __init__(self, pool: Pool, task: ClassTask | NumberTask, labels: Any, price: float) -> None:
        self.task = task
        self.ledger = Ledger(pool.n, pool.ignored.tolist())
        self.rounds = FinishedRounds(self.ledger, price)
        self.notes = NoteBook()
        self._take_known(pool.labels if labels is None else labels)
        self.given = len(self.ledger.actions)

    def tell(self, batch: Any, labels: Any) -> None:
        """New labels; raises `InputError`, and then nothing has changed."""
        answers = self._answers(batch, labels)
        self.ledger.tell(answers, len(self.rounds.rounds))
        self.task.space.learn(answers.values())
        self.notes.answered(answers, len(self.ledger.actions))

    def relabel(self, batch: Any, labels: Any) -> None:
        """Other labels; raises `InputError`, and then nothing has changed."""
        answers = self._answers(batch, labels)
        self.ledger.relabel(answers, len(self.rounds.rounds))
        self.task.space.learn(answers.values())

    def ignore(self, rows: Iterable[int]) -> None:
        """Never ask these rows."""
        self.ledger.ignore(rows, len(self.rounds.rounds))

    def undo(self, steps: int) -> None:
        """Take back actions, the rounds that came of them and the notes; raises `InputError` where there are fewer."""
        done = len(self.ledger.actions) - self.given
        if not 1 <= steps <= done:
            raise InputError(f"{steps} steps cannot be undone: {done} actions were taken.")
        for _ in range(steps):
            self.rounds.back_to(self.ledger.undo().rounds)
        self.notes.back_to(len(self.ledger.actions))

    def column(self) -> npt.NDArray[Any]:
        """(n,) labels as a strategy sees them, None where there is none."""
        column, labels = np.full(self.ledger.n, None, dtype=object), self.ledger.labels
        for row, label in zip(labels, self.task.shown(list(labels.values())), strict=True):
            column[row] = label
        return column

    def document(self) -> dict[str, Any]:
        """The fields of a `LearnerFile` that tell this state."""
        space, rounds = self.task.space, self.rounds
        return {
            "classes": space.classes, "closed": space.closed, "multilabel": space.multilabel, "form": space.form,
            "actions": self.ledger.actions, "rounds": rounds.rounds, "digests": rounds.digests,
            "seconds": rounds.seconds, "given": self.given, "notes": self.notes.plain(),
            "task": REGRESSION if self.task.numbers else None,
        }  # fmt: skip

    def restore(self, saved: LearnerFile) -> None:
        """Become the state that was saved; raises `InputError` where its actions contradict each other."""
        self.task.restore(saved)
        self.notes = NoteBook.of(saved.notes)
        self.ledger.replay(saved.actions)
        self.rounds.restore(saved.rounds, saved.digests, saved.seconds)
        self.given = saved.given

    def _take_known(self, labels: Any) -> None:
        if labels is None:
            return
        parsed, ignored = self.task.space.parse(labels, self.ledger.n), self.ledger.ignored
        known = {row: label for row, label in enumerate(parsed) if label is not None and row not in ignored}
        if known:
            self.ledger.tell(known, 0)
            self.task.space.learn(parsed)

    def _answers(self, batch: Any, labels: Any) -> dict[int, Label]:
        rows = rows_of(batch, self.ledger.n)
        parsed = self.task.space.parse(labels, len(rows))
        return {row: label for row, label in zip(rows.tolist(), parsed, strict=True) if label is not None}
