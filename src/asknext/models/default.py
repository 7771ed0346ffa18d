"""The default model: logistic regression over embeddings, its penalty chosen and its probabilities calibrated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from asknext.errors import InputError
from asknext.models.calibration import fit_sigmoid, fit_temperature
from asknext.models.logistic import LinearMap, fit_logistic, log_loss_of, probabilities_of

__all__ = ["CalibratedLogisticRegression", "default_model"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_BLOCK = 65_536
_CV_ROWS = 2_000
_RARE = 3
_LARGE = 50_000_000


def default_model(multilabel: bool = False, seed: int = 0) -> CalibratedLogisticRegression:
    """The model used where the user brings none; see `CalibratedLogisticRegression`."""
    return CalibratedLogisticRegression(multilabel=multilabel, random_state=seed)


class CalibratedLogisticRegression(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Logistic regression over embeddings: softmax for one label an item, one sigmoid a label for several.

    Features are centred and divided by one number, so that the mean squared length of a row is 1: directions keep
    their relative size, which matters in embeddings, and ``C`` means the same whatever the embedding's scale.

    Parameters
    ----------
    multilabel : whether ``y`` is an (m, L) indicator matrix.
    C : inverse penalty used where labels are too few to choose.
    Cs : inverse penalties to choose from by cross-validated log loss, tried upwards until it gets worse.
    choose_from : number of labels from which ``C`` is chosen (3-fold; classes with fewer than 3 labels always train).
    calibrate_from : number of labels from which the out-of-fold logits also fit a temperature (Guo et al. 2017) or,
        multi-label, a sigmoid a label (Platt 1999).
    random_state : seed of the folds; None counts as 0, so that a fit can be repeated.

    Attributes
    ----------
    classes_ : (C,) distinct labels, sorted; for multi-label, the columns 0 to L - 1.
    coef_ (d, K), intercept_ (K,) : float64, on centred and scaled features.
    C_ : the penalty used.  temperature_ : float, 1.0 where labels were too few.
    """

    def __init__(
        self,
        multilabel: bool = False,
        C: float = 5.0,
        Cs: Sequence[float] = (0.3, 1.0, 3.0, 10.0, 30.0, 100.0),
        choose_from: int = 30,
        calibrate_from: int = 100,
        random_state: int | None = None,
    ) -> None:
        self.multilabel = multilabel
        self.C = C
        self.Cs = Cs
        self.choose_from = choose_from
        self.calibrate_from = calibrate_from
        self.random_state = random_state

    def fit(self, X: npt.ArrayLike, y: npt.ArrayLike) -> CalibratedLogisticRegression:
        """Fit on X (m, d) and y (m,) of labels, or (m, L) of zeros and ones when ``multilabel``."""
        rows, answers = validate_data(self, X, y, multi_output=self.multilabel, dtype=[np.float64, np.float32])
        targets = self._targets(answers)
        scaled = self._scale(np.asarray(rows, dtype=np.float64))
        self.C_, self.temperature_ = float(self.C), 1.0
        self.slope_, self.shift_ = np.ones(targets.shape[1]), np.zeros(targets.shape[1])
        with _threads(scaled.size * targets.shape[1]):
            if len(scaled) >= self.choose_from and len(self.classes_) > 1:
                self._choose(scaled, targets)
            self.coef_, self.intercept_ = fit_logistic(scaled, targets, self.C_, self._softmax)
        self._prior_for_constant_columns(targets)
        return self

    def predict_proba(self, X: npt.ArrayLike) -> Floats:
        """(n, C) float64 that sum to 1 a row; multi-label: (n, L), each label's own probability."""
        return np.concatenate([self._proba(block) for block in self._blocks(X)])

    def predict(self, X: npt.ArrayLike) -> npt.NDArray[Any]:
        """(n,) labels, or (n, L) int64 of zeros and ones when ``multilabel``."""
        proba = self.predict_proba(X)
        if self.multilabel:
            return (proba >= 0.5).astype(np.int64)
        return np.asarray(self.classes_[proba.argmax(axis=1)])

    @property
    def _softmax(self) -> bool:
        return not self.multilabel and len(self.classes_) > 2

    def _targets(self, answers: npt.NDArray[Any]) -> Floats:
        """One-hot (m, C), one column for two classes or one, or the indicator matrix itself."""
        if self.multilabel:
            self.classes_ = np.arange(_columns(answers))
            return np.asarray(answers, dtype=np.float64)
        check_classification_targets(answers)
        self.classes_, codes = np.unique(answers, return_inverse=True)
        if len(self.classes_) <= 2:
            return np.asarray(codes == len(self.classes_) - 1, dtype=np.float64)[:, None]
        return np.eye(len(self.classes_))[codes]

    def _scale(self, rows: Floats) -> Floats:
        self.mean_ = rows.mean(axis=0)
        centred = rows - self.mean_
        self.scale_ = float(np.sqrt((centred**2).sum(axis=1).mean())) or 1.0
        return np.asarray(centred / self.scale_)

    def _choose(self, X: Floats, targets: Floats) -> None:
        """Set ``C_`` and the calibration from out-of-fold logits."""
        rng = np.random.default_rng(self.random_state or 0)
        chosen = np.sort(rng.permutation(len(X))[:_CV_ROWS])
        X, targets = X[chosen], targets[chosen]
        folds = _folds(targets, rng)
        if not (folds >= 0).any():
            return
        self.C_, logits = _best_penalty(X, targets, folds, sorted(self.Cs), self._softmax)
        if (folds >= 0).sum() >= self.calibrate_from:
            self._calibrate(logits[folds >= 0], targets[folds >= 0])

    def _calibrate(self, logits: Floats, targets: Floats) -> None:
        if self.multilabel:
            self.slope_, self.shift_ = fit_sigmoid(logits, targets)
        else:
            self.temperature_ = fit_temperature(logits, targets, self._softmax)

    def _prior_for_constant_columns(self, targets: Floats) -> None:
        """A label always or never given so far gets Laplace's (k + 1) / (m + 2): an honest guess, not a certainty."""
        constant = (targets == targets[:1]).all(axis=0)
        if self.multilabel and constant.any():
            chance = (targets[:, constant].sum(axis=0) + 1) / (len(targets) + 2)
            self.coef_[:, constant] = 0.0
            self.intercept_[constant] = np.log(chance / (1 - chance))
            self.slope_[constant], self.shift_[constant] = 1.0, 0.0

    def _blocks(self, X: npt.ArrayLike) -> Iterator[Floats]:
        """Scaled float64 blocks, so that a memory-mapped million rows need no copy of the whole."""
        check_is_fitted(self, "coef_")
        rows = validate_data(self, X, reset=False, dtype=[np.float64, np.float32])
        for start in range(0, len(rows), _BLOCK):
            yield (rows[start : start + _BLOCK].astype(np.float64) - self.mean_) / self.scale_

    def _proba(self, block: Floats) -> Floats:
        if len(self.classes_) == 1 and not self.multilabel:
            return np.ones((len(block), 1))
        logits = (block @ self.coef_ + self.intercept_) / self.temperature_
        proba = probabilities_of(logits * self.slope_ + self.shift_, self._softmax)
        return proba if proba.shape[1] == len(self.classes_) else np.column_stack([1 - proba, proba])


def _threads(work: int) -> AbstractContextManager[Any]:
    """One BLAS thread for small products: several spend far more time waiting for each other than computing."""
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[Any] = threadpool_limits(limits=1 if work < _LARGE else None)
    return limits


def _columns(answers: npt.NDArray[Any]) -> int:
    if answers.ndim != 2 or not np.isin(answers, (0, 1)).all():
        raise InputError(
            f"A multi-label model needs y as an (m, L) matrix of zeros and ones; found one of shape {answers.shape}."
        )
    return int(answers.shape[1])


def _folds(targets: Floats, rng: np.random.Generator, k: int = 3) -> Ints:
    """(m,) fold of each row, stratified by class; -1 = always trains (rows of classes too rare to be held out)."""
    folds = np.full(len(targets), -1, dtype=np.int64)
    strata = targets.argmax(axis=1) if targets.shape[1] > 1 else targets[:, 0].astype(np.int64)
    if _independent(targets):
        strata = np.zeros(len(targets), dtype=np.int64)
    dealt = 0
    for stratum in np.unique(strata):
        rows = rng.permutation(np.flatnonzero(strata == stratum))
        if len(rows) >= _RARE:
            folds[rows] = (np.arange(len(rows)) + dealt) % k
            dealt += len(rows)
    return folds


def _independent(targets: Floats) -> bool:
    return targets.shape[1] > 1 and not (targets.sum(axis=1) == 1).all()


def _best_penalty(X: Floats, targets: Floats, folds: Ints, Cs: list[float], softmax: bool) -> tuple[float, Floats]:
    """The C with the lowest out-of-fold log loss, and the (m, K) out-of-fold logits at it."""
    starts: dict[int, LinearMap] = {}
    held = folds >= 0
    best, lowest, kept = Cs[0], np.inf, np.zeros_like(targets)
    for C in Cs:
        logits = _out_of_fold(X, targets, folds, C, softmax, starts)
        loss = log_loss_of(logits[held], targets[held], softmax)
        if loss >= lowest:
            break
        best, lowest, kept = C, loss, logits
    return float(best), kept


def _out_of_fold(
    X: Floats, targets: Floats, folds: Ints, C: float, softmax: bool, starts: dict[int, LinearMap]
) -> Floats:
    """(m, K) logits of each row from the model that did not train on it; ``starts`` warms up the next C."""
    logits = np.zeros_like(targets)
    for fold in np.unique(folds[folds >= 0]).tolist():
        train, held = folds != fold, folds == fold
        starts[fold] = fit_logistic(X[train], targets[train], C, softmax, starts.get(fold), max_iter=50)
        logits[held] = X[held] @ starts[fold][0] + starts[fold][1]
    return logits
