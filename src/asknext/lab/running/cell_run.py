"""`CellRun`: the rounds of a cell, one after the other, from wherever it was left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter

import numpy as np
import numpy.typing as npt

from asknext.lab.data_sets.data_set import DataSet
from asknext.lab.initial_sets import initial_rows
from asknext.lab.run_store.stored_round import FinishedRound, NextBatch
from asknext.lab.running.cell_learner import CellLearner
from asknext.lab.study.cell import Cell
from asknext.lab.study.cell_sizes import batch_sizes
from asknext.lab.study.limits import Keep
from asknext.lab.study.scoring import Scoring
from asknext.lab.study.task_of import classes_and_truth, task_of

__all__ = ["CellRun"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class CellRun:
    """One cell.

    Each round holds the batch that is asked next and what was said of it, for both may depend on its model; so
    whoever goes on needs no model of a round that is finished.

    Parameters
    ----------
    cell : what it is.  data : with the labels of its target.
    pool_rows, test_rows : its split.  metrics, keep : of the study.
    """

    def __init__(
        self, cell: Cell, data: DataSet, pool_rows: Ints, test_rows: Ints | None, metrics: Sequence[str], keep: Keep
    ) -> None:
        self._cell, self._data, self._keep = cell, data, keep
        self._pool_rows, self._test_rows = pool_rows, test_rows
        self._scoring = Scoring(tuple(metrics), task_of(data))
        self._truth = classes_and_truth(data)[1]
        self._learner = CellLearner(cell, data, pool_rows)

    def rounds(self, done: Sequence[NextBatch] = (), waiting: NextBatch | None = None) -> Iterator[FinishedRound]:
        """The rounds that are missing.

        Parameters
        ----------
        done : the batches of those that are there.  waiting : the batch that was chosen in the last of them.
        """
        learner = self._learner
        sizes = batch_sizes(self._cell.schedule, self._cell.initial, len(self._pool_rows))
        initial = done[0].rows if done else self._initial_rows(sizes[0])
        for before in done:
            learner.tell(before)
            if learner.is_warm:
                learner.fit()
        batch = waiting
        for number in range(len(done), len(sizes)):
            asked = None
            if batch is None:
                if number and learner.is_used_up:
                    return
                batch = asked = learner.choose(sizes[number]) if number else learner.first(initial)
            finished, batch = self._round(number, asked, batch, sizes[number + 1 :])
            yield finished

    def _round(
        self, number: int, asked: NextBatch | None, batch: NextBatch, later: Sequence[int]
    ) -> tuple[FinishedRound, NextBatch | None]:
        learner = self._learner
        learner.tell(batch)
        started = perf_counter()
        learner.fit()
        fitted = perf_counter()
        test, pool = self._predictions()
        scored = self._test_rows if self._test_rows is not None else learner.unlabelled
        metrics = self._scoring.scores(self._truth[scored], test)
        predicted = perf_counter()
        following = learner.choose(later[0]) if later and not learner.is_used_up else None
        finished = FinishedRound(
            number=number,
            answers=None,
            labels=learner.labels,
            metrics=metrics,
            asked=asked,
            test_probabilities=self._kept_test(test),
            pool_probabilities=pool,
            missing_classes=() if self._data.numbers else learner.missing_classes,
            fit_seconds=fitted - started,
            predict_seconds=predicted - fitted,
            next=following,
        )
        return finished, following

    def _predictions(self) -> tuple[Floats, Floats | None]:
        """Of the rows scored, in the precision that they are kept in; of the pool, where that is kept."""
        learner, precision = self._learner, self._keep.scored
        pool = None if self._keep.pool == "none" else learner.predict(None)
        if self._test_rows is not None:
            test = learner.predict(self._test_rows)
        else:
            whole = learner.predict(None) if pool is None else pool
            test = np.delete(whole, learner.state.ledger.labelled, axis=0)
        return test.astype(precision).astype(np.float64), pool

    def _kept_test(self, test: Floats) -> Floats | None:
        """The rows that are still unseen are in the pool; where that is kept as precisely, once will do."""
        if self._test_rows is None and self._keep.pool == self._keep.test:
            return None
        return test

    def _initial_rows(self, size: int) -> Ints:
        """Where nothing else is said, ``size`` at random."""
        spec = {"random": size} if self._cell.initial is None else self._cell.initial
        return initial_rows(spec, self._data, self._pool_rows, self._cell.seed)
