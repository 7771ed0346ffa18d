"""`CommitteeModel`: several models as one, whose prediction is the mean of theirs."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin

from asknext.models.fitting import fit_model
from asknext.models.probabilities import class_probabilities
from asknext.pool.rows import take_rows

__all__ = ["CommitteeModel", "members_of"]


class CommitteeModel(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A classifier whose probabilities are the mean of its members', and who can say where they disagree.

    Parameters
    ----------
    members : unfitted classifiers.
    bootstrap : whether each learns from a sample of the labels, drawn with replacement, rather than from all of them.
    random_state : decides the samples, and what the members have left to chance.

    Attributes
    ----------
    classes_ : (C,) distinct labels.  members_ : the fitted members.
    """

    def __init__(self, members: list[Any], bootstrap: bool = False, random_state: int | None = None) -> None:
        self.members = members
        self.bootstrap = bootstrap
        self.random_state = random_state

    def fit(self, X: Any, y: npt.ArrayLike) -> CommitteeModel:
        """Fit every member on X (m, ...) and y (m,)."""
        targets = np.asarray(y)
        self.classes_ = np.unique(targets)
        seeds = np.random.SeedSequence(self.random_state or 0).generate_state(len(self.members))
        self.members_ = [
            self._fitted(each, X, targets, int(seed)) for each, seed in zip(self.members, seeds, strict=True)
        ]
        return self

    def _fitted(self, member: Any, X: Any, y: npt.NDArray[Any], seed: int) -> Any:
        if not self.bootstrap:
            return fit_model(member, X, y, seed % 2**31)
        drawn = np.sort(np.random.default_rng(seed).integers(len(y), size=len(y)))
        return fit_model(member, take_rows(X, drawn), y[drawn], seed % 2**31)

    def member_probabilities(self, X: Any, classes: Any = None) -> npt.NDArray[np.float64]:
        """(K, n, C) float64, a member each, in the order of ``classes`` (default: `classes_`)."""
        order = list(self.classes_) if classes is None else list(classes)
        return np.stack([class_probabilities(each, X, order) for each in self.members_])

    def predict_proba(self, X: Any) -> npt.NDArray[np.float64]:
        """(n, C) float64, the mean of the members."""
        return np.asarray(self.member_probabilities(X).mean(axis=0))

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """(n,) labels."""
        return np.asarray(self.classes_[self.predict_proba(X).argmax(axis=1)])


def members_of(model: Any, X: Any) -> npt.NDArray[np.float64]:
    """(K, n, C) of a fitted `CommitteeModel`: what `ActiveLearner` takes as its committee."""
    found: npt.NDArray[np.float64] = model.member_probabilities(X)
    return found
