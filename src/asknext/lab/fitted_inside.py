"""`FittedInside`: a classifier that learns by fitting another one, and says what that one says."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin

from asknext.models.probabilities import class_probabilities

__all__ = ["FittedInside"]


class FittedInside(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """What a subclass fits it hands to `_hold`; its predictions are those of that.

    Attributes
    ----------
    fitted_ : the fitted classifier.  classes_ : (C,) distinct labels.
    """

    def _hold(self, fitted: Any) -> None:
        self.fitted_ = fitted
        self.classes_ = fitted.classes_

    def predict_proba(self, X: Any) -> npt.NDArray[np.float64]:
        """(n, C) float64; those of a machine without probabilities are made as everywhere here."""
        return class_probabilities(self.fitted_, X, list(self.classes_))

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """(n,) labels."""
        return np.asarray(self.fitted_.predict(X))
