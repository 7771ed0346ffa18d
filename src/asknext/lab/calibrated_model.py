"""`CalibratedModel`: a classifier whose probabilities are calibrated as soon as there are labels enough."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.lab.fitted_inside import FittedInside

__all__ = ["CalibratedModel"]


class CalibratedModel(FittedInside):
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
        if self.calibrated_:
            model = CalibratedClassifierCV(model, method=self.method, cv=self.folds)
        self._hold(model.fit(X, y))
        return self
