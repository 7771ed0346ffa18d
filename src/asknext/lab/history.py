"""Stored rounds as the history that stopping rules look at, so that any rule can be replayed on any finished run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import UnknownName
from asknext.lab.run_store import StoredRound
from asknext.loop.stop_set import stop_set_rows
from asknext.measures.intervals import wilson
from asknext.measures.metrics import METRICS, score
from asknext.pool.task import REGRESSION
from asknext.stopping.history import Round
from asknext.stopping.round_of import round_of

__all__ = ["history_of", "unknown_in"]

Table = npt.NDArray[Any]
_CONTROL, _CONTROL_KEY = 50, 23


def history_of(rounds: Sequence[StoredRound], *, seed: int = 0, looked_for: Any = None) -> list[Round]:
    """What was known after each round, from what was stored of it.

    Parameters
    ----------
    rounds : the finished rounds of one cell, oldest first.
    seed : of the stop set, up to 2,000 rows of the pool, and of the control items; the same in every round.
    looked_for : the class that a screening looks for; then the fields for rules of screening are there, too, with up
        to 50 control items of that class.

    Returns
    -------
    One `Round` a stored round. ``seconds`` and ``cost`` are sums up to it. Scores have an interval where the metric is
    the accuracy (Wilson). Where the predictions on the pool were not kept, those on the rows scored stand for the stop
    set if they are the same rows in every round; else the fields made of them are None, and `unknown_in` says so. What
    only the fitted model could tell (support vectors, its posterior, its boundary) is None.

    Raises
    ------
    UnknownName : ``looked_for`` is no class of the cell.
    """
    if not rounds:
        return []
    reading = _Reading(rounds, seed, looked_for)
    return [reading.next(each) for each in rounds]


def unknown_in(history: Sequence[Round]) -> str | None:
    """A sentence where predictions are missing, so that rules that compare them cannot tell; else None."""
    missing = sum(each.predictions is None for each in history)
    if missing == 0:
        return None
    return (
        f"The predictions of {missing} of {len(history)} rounds were not kept, or pruned: rules that look at them "
        f"cannot tell there."
    )


class _Reading:
    """Goes through the rounds once, with the predictions of the round before and of the first one at hand."""

    def __init__(self, rounds: Sequence[StoredRound], seed: int, looked_for: Any) -> None:
        first = rounds[0]
        self._pool_rows = first.pool_rows
        self._stop = stop_set_rows(len(first.pool_rows), seed)
        self._scored_stop = self._fixed(rounds, seed)
        self._labelled = np.zeros(len(first.pool_rows), dtype=bool)
        self._left_out = np.zeros(len(first.pool_rows), dtype=bool)
        self._before: Table | None = None
        self._scored_before: Table | None = None
        self._first: Table | None = None
        self._answers: list[Table] = []
        self._seconds = self._cost = 0.0
        self._code = None if looked_for is None else _code(first.classes, looked_for)
        self._control = self._controls(first, seed)

    def next(self, stored: StoredRound) -> Round:
        places, given = np.searchsorted(self._pool_rows, stored.rows), _given(stored)
        self._labelled[places[given]] = True
        if stored.set_aside is not None:
            self._left_out[places[stored.set_aside]] = True
        self._answers.append(stored.answers[given])
        self._seconds += stored.select_seconds + stored.fit_seconds + stored.predict_seconds
        self._cost += stored.cost
        if stored.task == REGRESSION:
            return Round(stored.labels, **self._plain(stored))
        return self._round(stored, places[given])

    def _round(self, stored: StoredRound, places: npt.NDArray[np.int64]) -> Round:
        pool = stored.pool_probabilities()
        before, first, left = self._before, self._first, ~self._labelled
        tables = self._of_pool(pool, before, left) if pool is not None else self._of_scored(stored)
        if before is not None:
            tables |= {"batch": before[places], "answers": self._answers[-1]}
            tables |= {} if first is None else {"batch_first": first[places]}
        known = self._plain(stored) | self._trained(stored, pool) | self._screening(stored, pool, left)
        self._before, self._first = pool, pool if first is None and stored.number == 0 else first
        return round_of(stored.labels, multilabel=stored.multilabel, **tables, **known)

    # ------------------------------------------------------------------ what the builder takes

    def _of_pool(self, pool: Table, before: Table | None, left: npt.NDArray[np.bool_]) -> dict[str, Table]:
        tables = {"stop": pool[self._stop], "pool": pool[left]}
        if before is not None:
            tables |= {"stop_before": before[self._stop], "pool_before": before[left]}
        return tables

    def _of_scored(self, stored: StoredRound) -> dict[str, Table]:
        """Held-out data without their labels will do as a stop set."""
        found = stored.probabilities() if self._scored_stop is not None else None
        before, self._scored_before = self._scored_before, found
        if found is None:
            return {}
        tables = {"stop": found[self._scored_stop]}
        return tables if before is None else tables | {"stop_before": before[self._scored_stop]}

    # ------------------------------------------------------------------ what is known besides

    def _plain(self, stored: StoredRound) -> dict[str, Any]:
        scores = {name: value for name, value in stored.metrics.items() if not np.isnan(value)}
        m = len(stored.evaluated_rows)
        intervals = {"accuracy": wilson(scores["accuracy"] * m, m)} if "accuracy" in scores and m else {}
        remaining = int((~self._labelled & ~self._left_out).sum())
        return {
            "scores": scores, "intervals": intervals, "seconds": self._seconds, "cost": self._cost,
            "remaining": remaining,
        }  # fmt: skip

    def _trained(self, stored: StoredRound, pool: Table | None) -> dict[str, Any]:
        """Scores on the answers that the model was fitted on."""
        names = [name for name in stored.metrics if name in METRICS]
        if pool is None or not names or stored.labels == 0:
            return {}
        table = pool[np.searchsorted(self._pool_rows, stored.labelled_rows)]
        answers = np.concatenate(self._answers)
        return {"train_scores": {name: score(name, answers, table) for name in names}}

    def _screening(self, stored: StoredRound, pool: Table | None, left: npt.NDArray[np.bool_]) -> dict[str, Any]:
        if self._code is None:
            return {}
        found: dict[str, Any] = {"relevance": _is(np.concatenate(self._answers), self._code)}
        if self._control is not None:
            found["control"] = self._labelled[self._control]
        if pool is not None:
            likely = pool[:, self._code]
            found["found_likely"] = likely[np.searchsorted(self._pool_rows, stored.labelled_rows)]
            found["left_likely"] = likely[left & ~self._left_out]
        return found

    # ------------------------------------------------------------------ before the first round

    def _fixed(self, rounds: Sequence[StoredRound], seed: int) -> npt.NDArray[np.int64] | None:
        """Places among the rows scored, where these are the same in every round."""
        rows = rounds[0].evaluated_rows
        same = all(np.array_equal(each.evaluated_rows, rows) for each in (rounds[len(rounds) // 2], rounds[-1]))
        return stop_set_rows(len(rows), seed) if same else None

    def _controls(self, first: StoredRound, seed: int) -> npt.NDArray[np.int64] | None:
        if self._code is None:
            return None
        relevant = np.flatnonzero(_is(first.pool_truth, self._code))
        return np.sort(np.random.default_rng([seed, _CONTROL_KEY]).permutation(relevant)[:_CONTROL])


def _given(stored: StoredRound) -> npt.NDArray[np.bool_]:
    if stored.task == REGRESSION:
        return np.asarray(~np.isnan(stored.answers))
    return np.asarray(stored.answers >= 0 if stored.answers.ndim == 1 else (stored.answers >= 0).all(axis=1))


def _is(codes: Table, code: int) -> npt.NDArray[np.bool_]:
    return np.asarray(codes == code if codes.ndim == 1 else codes[:, code] == 1)


def _code(classes: Sequence[Any], wanted: Any) -> int:
    if wanted not in classes:
        raise UnknownName("class", wanted, classes)
    return list(classes).index(wanted)
