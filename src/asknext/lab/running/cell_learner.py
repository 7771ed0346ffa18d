"""`CellLearner`: what a cell knows between rounds: labels, model, strategy; rows are those of the data set."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.lab.data_sets.data_set import DataSet
from asknext.lab.models import build_model, is_warm, model_content, study_committee
from asknext.lab.oracles import build_oracle
from asknext.lab.run_store.stored_round import NextBatch, Replies
from asknext.lab.study.cell import Cell
from asknext.lab.study.task_of import task_of
from asknext.loop.class_task import ClassTask
from asknext.loop.fitted_model import FittedModel
from asknext.loop.latest_model import LatestModel
from asknext.loop.learner_state import LearnerState
from asknext.loop.learner_views import LearnerViews
from asknext.loop.model_input import ModelInput
from asknext.loop.number_task import NumberTask
from asknext.pool.pool import Pool
from asknext.pool.resources import Resources
from asknext.pool.rows import take_rows
from asknext.pool.task import MULTI_LABEL
from asknext.strategies import build
from asknext.strategies.choosing.notes import select_noting

__all__ = ["CellLearner"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_ASK = 2


class CellLearner:
    """Learns from answers, chooses what to ask, and asks an oracle.

    Cold models are a function of the labels and the seed, so a learner that is told the answers of earlier rounds is
    the one that asked for them. A warm one has to be fitted after each of these rounds again.

    Parameters
    ----------
    cell : what it is.  data : with the labels of its target.  pool_rows : (p,) rows that may be asked.
    """

    def __init__(self, cell: Cell, data: DataSet, pool_rows: Ints) -> None:
        self.data, self.pool_rows, self._seed = data, pool_rows, cell.seed
        self._place = np.full(len(data.labels), -1, dtype=np.int64)
        self._place[pool_rows] = np.arange(len(pool_rows))
        given = cell.model.spec if cell.model.made is None else cell.model.made
        self.strategy = cell.strategy.made or build(cell.strategy.spec)
        self._content = model_content(given, data)
        model = build_model(given, multilabel=data.multilabel, numbers=data.numbers)
        self.task = NumberTask() if data.numbers else ClassTask(data.classes, data.multilabel)
        self._whole = len(pool_rows) == len(data.labels)
        pool = Pool(self._of_pool(self._content), embeddings=self._of_pool(data.embeddings))
        self.state = LearnerState(pool, self.task, None, 0.0)
        source = ModelInput(pool, None, embedded=False, seed=cell.seed)
        self._model = LatestModel(model, self.task, self.state.ledger, source, study_committee(given), cell.seed)
        columns = {name: values[pool_rows] for name, values in data.columns.items()}
        self._views = LearnerViews(self.state, self._model, self._fitted, columns, {}, Resources(threads=1))
        labels = [data.labels[row] for row in pool_rows.tolist()]
        self._was_fitted = False
        self._returned = 0
        self._oracle = build_oracle(cell.oracle.spec, labels, data.classes, cell.seed, columns)

    @property
    def is_warm(self) -> bool:
        """Whether a model goes on from that of the round before."""
        return is_warm(self._model.model)

    @property
    def labels(self) -> int:
        """How many rows are labelled."""
        return len(self.state.ledger.labels)

    @property
    def _settled(self) -> int:
        """How many rows are not asked any more."""
        return len(self.state.ledger.labels) + len(self.state.ledger.ignored)

    @property
    def unlabelled(self) -> Ints:
        """(u,) rows of the pool without a label, rising."""
        return np.delete(self.pool_rows, self.state.ledger.labelled)

    @property
    def missing_classes(self) -> tuple[Any, ...]:
        """Those that no label has so far."""
        known = set(self.state.ledger.labels.values())
        if task_of(self.data) == MULTI_LABEL:
            known = {value for label in known for value in label}  # type: ignore[union-attr]
        return tuple(each for each in self.task.space.classes if each not in known)

    # ------------------------------------------------------------------ a round

    def tell(self, batch: NextBatch) -> None:
        """Learn what was said of a batch."""
        replies, rows = batch.replies, self._place[batch.rows]
        assert replies is not None
        self.state.notes.asked(rows, None if batch.note is None else dict(batch.note))
        before = self._settled
        self.state.tell(rows, _labels_of(replies.answers, self.task))
        if replies.set_aside is not None and replies.set_aside.any():
            self.state.ignore(rows[replies.set_aside].tolist())
        self._returned += len(rows) - (self._settled - before)

    def fit(self) -> None:
        """Fit on all labels there are, from what was fitted before where the model is a warm one; on none, nothing."""
        if not self.labels:
            return
        if self._was_fitted and self.is_warm:
            from asknext.lab.warm_model import continued

            self._model.model = continued(self._model.model, self._model.fitted.model)
        self._model.fit()
        self._was_fitted = True

    def predict(self, rows: Ints | None) -> Floats:
        """(m, C) probabilities of ``rows`` of the data set, of the whole pool where they are None; numbers: (m, 1)."""
        if not self.labels:
            return self._know_nothing(len(self.pool_rows) if rows is None else len(rows))
        fitted = self._fitted()
        if rows is None:
            table: Floats = fitted.predictions if self.task.numbers else fitted.probabilities
        else:
            content = take_rows(self._content, rows)
            table = fitted.numbers_for(content) if self.task.numbers else fitted.proba(content)
        return table[:, None] if self.task.numbers else table

    def choose(self, size: int) -> NextBatch:
        """``size`` rows to ask next, or all that are left, and what the oracle says of them.

        While nobody has answered anything, there is no model to ask by: they are drawn at random.
        """
        started, ledger = perf_counter(), self.state.ledger
        rows = ledger.available
        view = self._views.view(rows, self.strategy)
        # rows that came back without an answer change neither labels nor ignored, and are not to be drawn alike again
        returned = [self._returned] if self._returned else []
        rng = np.random.default_rng([self._seed, _ASK, len(ledger.labels), len(ledger.ignored), *returned])
        strategy = self.strategy if self.labels else build("random")
        batch, note = select_noting(strategy, view, min(size, len(rows)), rng, self.state.notes.notes)
        seconds = perf_counter() - started
        scores = None if np.isnan(batch.scores).all() else np.asarray(batch.scores, dtype=np.float64)
        return NextBatch(self.pool_rows[batch.indices], scores, note, seconds, self._asked(batch.indices))

    def first(self, rows: Ints) -> NextBatch:
        """The initial set, with what the oracle says of it."""
        return NextBatch(rows, None, None, 0.0, self._asked(self._place[rows]))

    @property
    def is_used_up(self) -> bool:
        """Whether nothing is left to ask."""
        return len(self.state.ledger.available) == 0

    # ------------------------------------------------------------------ inside

    def _of_pool(self, values: Any) -> Any:
        return values if values is None or self._whole else take_rows(values, self.pool_rows)

    def _fitted(self) -> FittedModel:
        self._model.fit()
        return self._model.fitted

    def _asked(self, places: Ints) -> Replies:
        guess = self._guess(places) if self._oracle.needs_model else None
        before = len(self._oracle.log)
        answers = self._oracle.answer(places, guess)
        said = self._oracle.log[before:]
        named = any(reply.annotators for reply in said)
        return Replies(
            answers=_codes_of(answers, self.task),
            set_aside=np.array([reply.set_aside for reply in said], dtype=bool),
            answered_by=tuple(reply.annotators for reply in said) if named else None,
            votes=tuple(tuple(map(_plain_vote, reply.votes)) for reply in said) if named else None,
            cost=sum(reply.cost for reply in said),
            seconds=sum(reply.seconds for reply in said),
        )

    def _guess(self, places: Ints) -> Floats:
        if not self.labels:
            return self._know_nothing(len(places))
        table: Floats = self._fitted().probabilities[places]
        return table

    def _know_nothing(self, rows: int) -> Floats:
        """What a model would say before the first label."""
        if self.task.numbers:
            return np.zeros((rows, 1))
        classes = len(self.data.classes)
        return np.full((rows, classes), 0.5 if self.data.multilabel else 1 / classes)


def _plain_vote(vote: Any) -> Any:
    return sorted(vote, key=str) if isinstance(vote, frozenset | set | tuple) else vote


def _codes_of(answers: Sequence[Any], task: ClassTask | NumberTask) -> npt.NDArray[Any]:
    """Codes as a store takes them; see `Replies`."""
    if isinstance(task, NumberTask):
        return np.array([np.nan if answer is None else answer for answer in answers], dtype=np.float64)
    width = (len(task.space.classes),) if task.space.multilabel else ()
    codes = np.full((len(answers), *width), -1, dtype=np.int64)
    given = [place for place, answer in enumerate(answers) if answer is not None]
    if given:
        labels = [tuple(answers[place]) if task.space.multilabel else answers[place] for place in given]
        codes[given] = task.space.codes(labels)
    return codes


def _labels_of(codes: npt.NDArray[Any], task: ClassTask | NumberTask) -> list[Any]:
    """What `_codes_of` was given."""
    if isinstance(task, NumberTask):
        return [None if np.isnan(number) else float(number) for number in codes]
    classes = task.space.classes
    if codes.ndim == 1:
        return [None if code < 0 else classes[code] for code in codes.tolist()]
    return [None if (row < 0).any() else {classes[column] for column in np.flatnonzero(row)} for row in codes]
