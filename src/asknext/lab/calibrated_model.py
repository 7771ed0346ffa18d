"""`CalibratedModel`: a classifier whose probabilities are calibrated as soon as there are labels enough."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin

__all__ = ["CalibratedModel"]


class CalibratedModel(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """`sklearn.calibration.CalibratedClassifierCV` where every class has at least ``folds`` labels, else the model
    itself: at the start of a run there is nothing to calibrate on.

    Parameters
    ----------
    model : unfitted classifier.  method : "sigmoid" or "isotonic".  folds : of the cross-validation.

    Attributes
    ----------
    classes_ : (C,) distinct labels.  fitted_ : the model in use.  calibrated_ : whether it is calibrated.
    """

    def __init__(self, model: Any, method: str = "sigmoid", folds: int = 3) -> None:
        self.model = model
        self.method = method
        self.folds = folds

    def fit(self, X: Any, y: npt.ArrayLike) -> CalibratedModel:
        """Fit on X (m, ...) and y (m,)."""
        from sklearn.base import clone
        from sklearn.calibration import CalibratedClassifierCV

        counts = np.unique(np.asarray(y), return_counts=True)[1]
        self.calibrated_ = bool(len(counts) > 1 and counts.min() >= self.folds)
        model = clone(self.model)
        self.fitted_ = (
            CalibratedClassifierCV(model, method=self.method, cv=self.folds).fit(X, y)
            if self.calibrated_
            else model.fit(X, y)
        )
        self.classes_ = self.fitted_.classes_
        return self

    def predict_proba(self, X: Any) -> npt.NDArray[np.float64]:
        """(n, C) float64; those of an uncalibrated machine without probabilities are made as everywhere here."""
        from asknext.models.probabilities import class_probabilities

        return class_probabilities(self.fitted_, X, list(self.classes_))

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """(n,) labels."""
        return np.asarray(self.fitted_.predict(X))
