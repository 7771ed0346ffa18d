"""Models for targets that do not vary: what every estimator would say, without asking one."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["SingleClass", "VaryingColumns"]


def _length(X: Any) -> int:
    return int(X.shape[0]) if hasattr(X, "shape") else len(X)


class SingleClass:
    """Always the one class seen so far, with probability 1.

    Parameters
    ----------
    classes : (1,) array, the class.
    """

    def __init__(self, classes: npt.NDArray[Any]) -> None:
        self.classes_ = classes

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """(n,) the class, n times."""
        return np.repeat(self.classes_, _length(X))

    def predict_proba(self, X: Any) -> npt.NDArray[np.float64]:
        """(n, 1) ones."""
        return np.ones((_length(X), 1))


class VaryingColumns:
    """A multi-label model fitted on the columns that vary; the others keep their one value.

    Parameters
    ----------
    model : fitted on the varying columns (on the same column twice where only one varies), or None.
    varying : (v,) int64, which columns vary.
    values : (L,) the value of each constant column (ignored for those that vary).
    """

    def __init__(self, model: Any, varying: npt.NDArray[np.int64], values: npt.NDArray[Any]) -> None:
        self.model, self.varying, self.values = model, varying, np.asarray(values)

    def predict(self, X: Any) -> npt.NDArray[np.int64]:
        """(n, L) zeros and ones."""
        return (self.predict_proba(X) >= 0.5).astype(np.int64)

    def predict_proba(self, X: Any) -> npt.NDArray[np.float64]:
        """(n, L) float64, each in [0, 1]."""
        from asknext.models.probabilities import label_probabilities

        table = np.tile(self.values.astype(np.float64), (_length(X), 1))
        if self.model is not None:
            inner = label_probabilities(self.model, X, max(len(self.varying), 2))
            table[:, self.varying] = inner[:, : len(self.varying)]
        return table
