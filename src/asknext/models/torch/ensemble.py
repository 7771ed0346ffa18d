"""`DeepEnsemble`: several networks that start elsewhere; and what a committee of them, or of dropout draws, says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from asknext.errors import InputError
from asknext.models.probabilities import class_probabilities

__all__ = ["DeepEnsemble", "opinions_of"]

Floats = npt.NDArray[np.float64]


class DeepEnsemble(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Copies of one classifier, each on all labels, with another random state (Lakshminarayanan et al. 2017).

    Parameters
    ----------
    model : unfitted, a `CnnClassifier` or any classifier with a random state, which each
        member gets anew.
    members : how many, at least 2.
    random_state : from which those of the members follow; None counts as 0.

    Attributes
    ----------
    classes_ : (C,) distinct labels, sorted.  members_ : the fitted classifiers.
    """

    def __init__(self, model: Any, members: int = 5, random_state: int | None = None) -> None:
        self.model = model
        self.members = members
        self.random_state = random_state

    def fit(self, X: Any, y: npt.ArrayLike) -> DeepEnsemble:
        """Fit every member on X and y (m,)."""
        if self.members < 2:
            raise InputError(f"An ensemble of {self.members} has nobody to disagree with; expected at least 2 members.")
        seeds = np.random.SeedSequence(self.random_state or 0).generate_state(self.members)
        fitted = [_with_seed(self.model, int(seed)).fit(X, y) for seed in seeds]
        self.classes_, self.members_ = np.unique(np.asarray(y)), fitted
        return self

    def predict_proba(self, X: Any) -> Floats:
        """(n, C) float64: the mean of the members."""
        return np.asarray(self.opinions(X).mean(axis=0))

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """(n,) the likeliest class of each."""
        return np.asarray(self.classes_[self.predict_proba(X).argmax(axis=1)])

    def opinions(self, X: Any) -> Floats:
        """(K, n, C) float64 probabilities of the members."""
        check_is_fitted(self, "members_")
        return np.stack([class_probabilities(each, X, self.classes_.tolist()) for each in self.members_])


def _with_seed(model: Any, seed: int) -> Any:
    """An unfitted copy in which every random state follows from ``seed``, those that were set before, too."""
    from sklearn.base import clone

    copy = clone(model)
    names = sorted(name for name in copy.get_params(deep=True) if name.split("__")[-1] == "random_state")
    if not names:
        raise InputError(f"{type(model).__name__} has no random state, so all members of the ensemble would be one.")
    numbers = np.random.SeedSequence(seed).generate_state(len(names))
    return copy.set_params(**{name: int(number) % 2**31 for name, number in zip(names, numbers, strict=True)})


def opinions_of(model: Any, X: Any, classes: Sequence[Any] | None = None) -> Floats:
    """(K, n, C) probabilities: what to give `ActiveLearner` as ``committee`` for a `DeepEnsemble` or dropout draws.

    Parameters
    ----------
    model : fitted, with a method ``opinions``; any other classifier is a committee of two who agree.
    classes : all there are, where the learner was told them: ``functools.partial(opinions_of, classes=[...])``. A class
        the model has not seen has probability 0.
    """
    known = list(model.classes_ if classes is None else classes)
    if not hasattr(model, "opinions"):
        return np.stack([class_probabilities(model, X, known)] * 2)
    said = model.opinions(X)
    made = np.zeros((*said.shape[:2], len(known)))
    made[:, :, [known.index(each) for each in np.asarray(model.classes_).tolist()]] = said
    return made
