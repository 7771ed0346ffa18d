"""One run of the published protocol; a pure function of data, strategy and seed.

A random 60/40 split; 20 random labels, drawn again where a class is missing; features standardised on the training
part; one query a step until the pool is used up; an RBF support vector machine (C = 1, gamma = 1 / d) as the model
that is judged and that says what it is unsure of. The area is the trapezoid sum of the accuracies after each query,
divided by the number of queries.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext import PoolView
from asknext.models import class_probabilities
from asknext.strategies import build

__all__ = ["STRATEGIES", "area_of_run"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_INITIAL, _TEST_SHARE = 20, 0.4
_HINTED = {"name": "hinted_svm", "hint_cost": 0.5}  # all hints at half the weight: the source draws half of them


def area_of_run(X: Floats, y: Ints, strategy: str, seed: int) -> float:
    """The area under the curve of accuracy for one of `STRATEGIES`."""
    rng = np.random.default_rng([seed, 0])
    order = rng.permutation(len(X))
    cut = round(len(X) * _TEST_SHARE)
    pool, test = order[cut:], order[:cut]
    X = (X - X[pool].mean(axis=0)) / np.where(X[pool].std(axis=0) > 0, X[pool].std(axis=0), 1.0)
    machine = Machine(X[pool], y[pool], X[test])
    first = _first(y[pool], rng)
    accuracies = []
    for asked in STRATEGIES[strategy](machine, first, np.random.default_rng([seed, 1])):
        accuracies.append(float((machine.fitted(asked).tested == y[test]).mean()))
    return float(np.trapezoid(accuracies) / len(accuracies))


class Machine:
    """The support vector machine, its kernel computed once a run (the same machine as from the features)."""

    def __init__(self, X: Floats, y: Ints, X_test: Floats) -> None:
        from sklearn.metrics.pairwise import rbf_kernel

        self.X, self.y = X, y
        self._own = rbf_kernel(X, gamma=1 / X.shape[1])
        self._test = rbf_kernel(X_test, X, gamma=1 / X.shape[1])

    def fitted(self, asked: Ints) -> Machine:
        """Fit on the rows ``asked``; then `tested` and `probabilities` are of this fit."""
        from sklearn.svm import SVC

        self.model = SVC(kernel="precomputed").fit(self._own[np.ix_(asked, asked)], self.y[asked])
        self._asked = asked
        return self

    @property
    def tested(self) -> Ints:
        """(t,) the classes predicted for the test part."""
        return np.asarray(self.model.predict(self._test[:, self._asked]))

    def probabilities(self) -> Floats:
        """(n, 2) of the pool: the decision values through the logistic function."""
        return class_probabilities(self.model, self._own[:, self._asked], [0, 1])


Asked = Any  # an iterator of the rows labelled after each query
Player = Callable[[Machine, Ints, np.random.Generator], Asked]


def _first(y: Ints, rng: np.random.Generator) -> Ints:
    rows = rng.permutation(len(y))[:_INITIAL]
    while (y[rows] == y[rows[0]]).all():
        rows = rng.permutation(len(y))[:_INITIAL]
    return np.sort(rows)


def _at_once(name: str) -> Player:
    """A strategy that looks at no model: one batch of the whole pool is the order of its queries."""

    def play(machine: Machine, first: Ints, rng: np.random.Generator) -> Asked:
        view = PoolView(len(machine.X), labelled=first, embeddings=machine.X)
        order = build(name).select(view, len(view.unlabelled), rng).indices
        for count in range(1, len(order) + 1):
            yield np.sort(np.concatenate([first, order[:count]]))

    return play


def _step_by_step(name: Any, inputs: Callable[[Machine, Ints], dict[str, Any]]) -> Player:
    """A strategy that is asked for one item after each fit."""

    def play(machine: Machine, first: Ints, rng: np.random.Generator) -> Asked:
        strategy, asked = build(name), first
        machine.fitted(first)
        while len(asked) < len(machine.X):
            view = _view(machine, asked, inputs)
            asked = np.sort(np.append(asked, strategy.select(view, 1, rng).indices))
            yield asked

    return play


def _by_learning(machine: Machine, first: Ints, rng: np.random.Generator) -> Asked:
    """The bandit, which learns from its notes on what it asked before."""
    strategies = ["margin", _HINTED, "random"]
    strategy, asked, notes = build({"name": "albl", "strategies": strategies, "horizon": len(machine.X)}), first, []
    while len(asked) < len(machine.X):
        batch, note = strategy.select_noting(_view(machine, asked, _regression), 1, rng, notes)
        notes.append(note)
        asked = np.sort(np.append(asked, batch.indices))
        yield asked


def _view(machine: Machine, asked: Ints, inputs: Callable[[Machine, Ints], dict[str, Any]]) -> PoolView:
    known = np.full(len(machine.X), None, dtype=object)
    known[asked] = machine.y[asked]
    return PoolView(len(machine.X), labelled=asked, labels=known, **inputs(machine, asked))


def _own_model(machine: Machine, asked: Ints) -> dict[str, Any]:
    return {"probabilities": machine.probabilities()}


def _with_features(machine: Machine, asked: Ints) -> dict[str, Any]:
    return {"probabilities": machine.probabilities(), "embeddings": machine.X}


def _features(machine: Machine, asked: Ints) -> dict[str, Any]:
    return {"embeddings": machine.X}


def _regression(machine: Machine, asked: Ints) -> dict[str, Any]:
    """The probabilities of logistic regression, and the features."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(max_iter=1000).fit(machine.X[asked], machine.y[asked])
    return {"probabilities": model.predict_proba(machine.X), "embeddings": machine.X}


def _votes(machine: Machine, asked: Ints) -> dict[str, Any]:
    """The hard votes of logistic regression, a linear and an RBF machine, and linear discriminant analysis."""
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import SVC

    members = (LogisticRegression(max_iter=1000), SVC(kernel="linear"), LinearDiscriminantAnalysis())
    guesses = [each.fit(machine.X[asked], machine.y[asked]).predict(machine.X) for each in members]
    guesses.append(machine.probabilities().argmax(axis=1))
    return {"committee": np.eye(2)[np.array(guesses)]}


STRATEGIES: dict[str, Player] = {
    "Uniform": _at_once("random"),
    "US-C": _step_by_step("margin", _own_model),
    "QBC": _step_by_step("vote_entropy", _votes),
    "Core-Set": _at_once("k_center_greedy"),
    "Graph": _at_once("graph_density"),
    "EER": _step_by_step("expected_error_reduction", _features),
    "ALBL": _by_learning,
    "HintSVM": _step_by_step(_HINTED, _features),
    "QUIRE": _step_by_step({"name": "quire", "width": 0.5**0.5}, _features),
    "Hier": _step_by_step("hierarchical", _features),
}
