"""What a random forest knows of an item and of itself: the eight features of learning active learning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.strategies.inputs import Float64

__all__ = ["FEATURES", "Forest", "fit_forest"]

FEATURES = (
    "mean probability",
    "deviation between trees",
    "share of the class among labels",
    "out-of-bag accuracy",
    "variation of feature importance",
    "mean deviation on other items",
    "mean depth of trees",
    "labels",
)
_TREES = 50


@dataclass(frozen=True)
class Forest:
    """A fitted forest, and the features that do not depend on the item: ``shares`` (C,) of labels and the rest."""

    model: Any
    shares: Float64
    out_of_bag: float
    importance: float
    spread: Float64
    depth: float
    labels: int

    def votes(self, x: Float64) -> tuple[Float64, Float64]:
        """(rows, C) the mean of the trees' probabilities for ``x`` (rows, d), and their standard deviation."""
        return _votes(self.model, x)

    def tables(self, x: Float64) -> list[Float64]:
        """For each class against all others the (rows, 8) `FEATURES` of the items ``x`` (rows, d)."""
        means, deviations = self.votes(x)
        return [self._table(means[:, column], deviations[:, column], column) for column in range(len(self.shares))]

    def _table(self, means: Float64, deviations: Float64, column: int) -> Float64:
        table = np.empty((len(means), len(FEATURES)))
        table[:, 0], table[:, 1] = means, deviations
        table[:, 2:] = (
            self.shares[column], self.out_of_bag, self.importance, self.spread[column], self.depth, self.labels
        )  # fmt: skip
        return table


def fit_forest(x: Float64, codes: Any, others: Float64, seed: int = 0) -> Forest:
    """A forest of 50 trees on ``x`` (m, d) and ``codes`` (m,) 0 to C - 1, and what it says of ``others`` (k, d)."""
    from sklearn.ensemble import RandomForestClassifier

    model = RandomForestClassifier(_TREES, random_state=seed, n_jobs=1).fit(x.astype(np.float32), codes)
    mean = float(model.feature_importances_.mean())
    return Forest(
        model=model,
        shares=np.bincount(codes, minlength=len(model.classes_)) / len(codes),
        out_of_bag=_out_of_bag(model, x, codes),
        importance=float(model.feature_importances_.std() / mean) if mean > 0 else 0.0,
        spread=_votes(model, others)[1].mean(axis=0),
        depth=float(np.mean([tree.get_depth() for tree in model.estimators_])),
        labels=len(codes),
    )


def _votes(model: Any, x: Float64) -> tuple[Float64, Float64]:
    single = np.ascontiguousarray(x, dtype=np.float32)
    sums = np.zeros((len(x), len(model.classes_)))
    squares = np.zeros_like(sums)
    for tree in model.estimators_:
        p = tree.predict_proba(single, check_input=False)
        sums += p
        squares += p**2
    means = sums / len(model.estimators_)
    return means, np.sqrt(np.maximum(squares / len(model.estimators_) - means**2, 0.0))


def _out_of_bag(model: Any, x: Float64, codes: Any) -> float:
    """Accuracy on each labelled item of the trees that did not see it; 0.5 where every tree saw all of them."""
    single = np.ascontiguousarray(x, dtype=np.float32)
    sums = np.zeros((len(x), len(model.classes_)))
    for tree, seen in zip(model.estimators_, model.estimators_samples_, strict=True):
        away = np.setdiff1d(np.arange(len(x)), seen)
        if len(away):
            sums[away] += tree.predict_proba(single[away], check_input=False)
    judged = sums.sum(axis=1) > 0
    return float((sums[judged].argmax(axis=1) == codes[judged]).mean()) if judged.any() else 0.5
