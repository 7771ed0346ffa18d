"""What any classifier would say were one more label known: by fitting it again, or by a few steps from where it is."""

from __future__ import annotations

import warnings
from copy import deepcopy
from typing import Any

import numpy as np

from asknext.errors import InputError
from asknext.pool.view import IntArray
from asknext.strategies.inputs import Float64

__all__ = ["Refitted", "WarmStarted"]

_LEAST = 1e-15  # a probability: its logarithm is finite


class Refitted:
    """Fits a copy of ``model`` to what is known and each candidate with each label: exact for any classifier.

    ``known`` (m, d) with ``truth`` (m,) of classes 0 to C - 1, all of which occur; ``sample`` (T, d). A random state
    that was not set is made from ``seed``, the same for every fit. Time: a fit a candidate and class.
    """

    def __init__(self, model: Any, known: Float64, truth: IntArray, sample: Float64, seed: int) -> None:
        self._model, self._seed, self._name = model, seed, type(model).__name__
        self._known, self._truth, self._sample = known, truth, sample
        self._classes = int(truth.max()) + 1
        self._fitted = _seeded(model, seed).fit(known, truth)

    def probabilities(self, x: Float64) -> Float64:
        """(rows, C) of ``x`` (rows, d), as the classifier is now."""
        return self._of(self._fitted, x)

    def now(self) -> Float64:
        """(T, C) the logits of the sample, were no candidate's label known."""
        return self._logits(self._fitted)

    def after(self, x: Float64) -> Float64:
        """(rows, C, T, C) the logits of the sample, were a row of ``x`` known to be of a class."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the first fit has said what there is to say
            return np.array([[self._logits(self._with(row, one)) for one in range(self._classes)] for row in x])

    def _with(self, row: Float64, one: int) -> Any:
        return _seeded(self._model, self._seed).fit(np.vstack([self._known, row]), np.append(self._truth, one))

    def _logits(self, fitted: Any) -> Float64:
        return np.log(np.maximum(self._of(fitted, self._sample), _LEAST))

    def _of(self, fitted: Any, x: Float64) -> Float64:
        p = np.asarray(fitted.predict_proba(x), dtype=np.float64)
        if p.shape != (len(x), self._classes) or not np.isfinite(p).all():
            raise InputError(
                f"The estimator {self._name} gives probabilities of shape {p.shape} or not finite ones, "
                f"but {(len(x), self._classes)} were expected: items, and classes among the labels."
            )
        return p


class WarmStarted(Refitted):
    """Takes ``steps`` steps of ``partial_fit`` from the fitted classifier, each on the candidate and a mini-batch.

    The mini-batches are ``replay`` of the known items drawn anew for each step, the same ones for every candidate, so
    that the others are not forgotten; what they alone would change counts as no change.
    """

    def __init__(
        self, model: Any, known: Float64, truth: IntArray, sample: Float64, seed: int, steps: int, replay: int
    ) -> None:
        super().__init__(model, known, truth, sample, seed)
        rng, count = np.random.default_rng(seed), min(replay, len(known))
        self._batches = [rng.choice(len(known), count, replace=False) for _ in range(steps)]

    def now(self) -> Float64:
        return self._logits(self._stepped(self._known[:0], self._truth[:0]))

    def _with(self, row: Float64, one: int) -> Any:
        return self._stepped(row[None], np.array([one]))

    def _stepped(self, x: Float64, truth: IntArray) -> Any:
        model = deepcopy(self._fitted)
        for batch in self._batches:
            some, labels = np.vstack([self._known[batch], x]), np.append(self._truth[batch], truth)
            if len(some):
                model.partial_fit(some, labels)
        return model


def _seeded(model: Any, seed: int) -> Any:
    """An unfitted copy in which every random state that was not set is ``seed``."""
    from sklearn.base import clone

    copy = clone(model)
    unset = [name for name, value in copy.get_params().items() if value is None and name.endswith("random_state")]
    return copy.set_params(**dict.fromkeys(unset, seed))
