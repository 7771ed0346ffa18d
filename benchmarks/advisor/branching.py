"""One run with branches: what came of going on as before, and what would have come of the other strategies."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from benchmarks.label_efficiency.data_sets import DataSet

import asknext
from asknext.measures.contradiction import contradiction
from asknext.models import CalibratedLogisticRegression, class_probabilities, fit_model
from asknext.stopping.advice.looking import Asked, look_at_batch

__all__ = ["BRANCHES", "DECISIONS", "USED", "branching_run"]

Ints = npt.NDArray[np.int64]
INITIAL, BATCH, ROUNDS, AHEAD = 20, 10, 19, 3
DECISIONS = (3, 6, 10, 15)
USED = ("auto", "entropy", "margin", "most_confident", "random")
BRANCHES = ("auto", "kmeans", "margin", "random")
FOLDS, TEST_SHARE = 5, 1 / 3


@dataclass
class _State:
    data: DataSet
    X: npt.NDArray[np.float32]
    y: Ints
    test: Ints
    seed: int

    def fitted(self, rows: Ints) -> Any:
        model = CalibratedLogisticRegression(choose_from=10**9, random_state=self.seed)
        return fit_model(model, self.X[rows], self.y[rows], self.seed)

    def proba(self, model: Any, X: Any) -> Any:
        return class_probabilities(model, X, range(self.data.classes), multilabel=False)

    def score(self, model: Any) -> float:
        said = self.proba(model, self.data.X[self.test]).argmax(axis=1)
        return float(np.mean(said == self.data.y[self.test]))

    def chosen(self, strategy: str, rows: Ints, probabilities: Any, turn: int) -> Ints:
        known = np.full(len(self.y), None, dtype=object)
        known[rows] = self.y[rows].tolist()
        batch = asknext.select(
            strategy, min(BATCH, len(self.y) - len(rows)), probabilities=probabilities, embeddings=self.X,
            labels=known, labelled=rows, seed=np.random.default_rng([self.seed, turn, 3]),
        )  # fmt: skip
        return np.sort(batch.indices)


def branching_run(data: DataSet, strategy: str, seed: int, noise: float = 0.0) -> dict[str, Any]:
    """The rounds of ``strategy``: labels, accuracy, contradiction, look; and branches at `DECISIONS`.

    ``noise`` : the share of answers that are another class than the true one; the test set stays true.
    """
    state, rows = _begun(data, seed, noise)
    found: dict[str, Any] = {"labels": [], "scores": [], "contradiction": [], "looks": [], "branches": {}, "folds": {}}
    before = None
    for turn in range(ROUNDS + 1):
        model = state.fitted(rows)
        table = state.proba(model, state.X)
        said = table.argmax(axis=1)
        found["labels"].append(len(rows))
        found["scores"].append(state.score(model))
        found["contradiction"].append(None if before is None else contradiction(before, said))
        if turn in DECISIONS:
            found["branches"][str(turn)] = {name: _branch(state, name, rows, table, turn) for name in BRANCHES}
            found["folds"][str(turn)] = _cross_validated(state, rows)
        if len(rows) + BATCH > len(state.y) or turn == ROUNDS:
            return found
        batch = state.chosen(strategy, rows, table, turn)
        found["looks"].append(asdict(_look(state, rows, batch, said)))
        rows, before = np.sort(np.concatenate([rows, batch])), said
    return found


def _begun(data: DataSet, seed: int, noise: float) -> tuple[_State, Ints]:
    order = np.random.default_rng([seed, 1]).permutation(len(data.X))
    held = round(len(order) * TEST_SHARE)
    pool, test = np.sort(order[held:]), np.sort(order[:held])
    state = _State(data, data.X[pool], _answers(data, pool, seed, noise), test, seed)
    rng = np.random.default_rng([seed, 2])
    rows = np.sort(rng.permutation(len(pool))[:INITIAL])
    while (state.y[rows] == state.y[rows[0]]).all():
        rows = np.sort(rng.permutation(len(pool))[:INITIAL])
    return state, rows


def _answers(data: DataSet, pool: Ints, seed: int, noise: float) -> Ints:
    rng = np.random.default_rng([seed, 4])
    wrong = rng.random(len(pool)) < noise
    return np.where(wrong, (data.y[pool] + rng.integers(1, data.classes, len(pool))) % data.classes, data.y[pool])


def _look(state: _State, rows: Ints, batch: Ints, said: Ints) -> Any:
    available = np.setdiff1d(np.arange(len(state.y)), rows)
    return look_at_batch(state.X, Asked(rows, state.y[rows], batch, available, lambda some: said[some]), state.seed)


def _branch(state: _State, strategy: str, rows: Ints, table: Any, turn: int) -> list[float]:
    """Accuracy after each of the next batches, had ``strategy`` chosen them."""
    scores = []
    for ahead in range(AHEAD):
        if len(rows) + BATCH > len(state.y):
            break
        rows = np.sort(np.concatenate([rows, state.chosen(strategy, rows, table, 1000 + 10 * turn + ahead)]))
        model = state.fitted(rows)
        table = state.proba(model, state.X)
        scores.append(state.score(model))
    return scores


def _cross_validated(state: _State, rows: Ints) -> float:
    """Accuracy on the labels themselves, each predicted by a model that did not learn from it."""
    order = np.random.default_rng([state.seed, 5]).permutation(rows)
    right = 0
    for fold in range(FOLDS):
        held = order[fold::FOLDS]
        rest = np.setdiff1d(rows, held)
        right += int((state.proba(state.fitted(rest), state.X[held]).argmax(axis=1) == state.y[held]).sum())
    return right / len(rows)
