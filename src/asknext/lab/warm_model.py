"""`WarmModel`: goes on from the model of the round before, rather than from nothing."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.lab.fitted_inside import FittedInside

__all__ = ["WarmModel", "continued"]


class WarmModel(FittedInside):
    """A classifier with ``warm_start``: its fit starts where ``previous`` ended.

    The model of a round depends on the models of all rounds before it, so a run that is taken up again has to fit them
    again, in order. Where the classes have changed since, it starts from nothing.

    Parameters
    ----------
    model : unfitted classifier with a ``warm_start`` that is on.
    previous : the model of the round before, as `continued` hands it on, or None.
    """

    def __init__(self, model: Any, previous: Any = None) -> None:
        self.model = model
        self.previous = previous

    def fit(self, X: Any, y: npt.ArrayLike) -> WarmModel:
        """Fit on X (m, d) and y (m,)."""
        from sklearn.base import clone

        classes = np.unique(np.asarray(y))
        goes_on = self.previous is not None and np.array_equal(self.previous.classes_, classes)
        self._hold((self.previous.copy() if goes_on else clone(self.model)).fit(X, y))
        return self


def continued(model: Any, fitted: Any) -> Any:
    """The unfitted model of the next round: ``model`` itself, or one that goes on from ``fitted``.

    Parameters
    ----------
    model : of this round, unfitted.  fitted : the same, fitted.
    """
    from sklearn.base import clone

    if not isinstance(model, WarmModel) or not isinstance(fitted, WarmModel):
        return model
    return WarmModel(clone(model.model), Carried(fitted.fitted_))


class Carried:
    """A fitted model that cloning leaves as it is."""

    def __init__(self, fitted: Any) -> None:
        self.fitted = fitted
        self.classes_ = fitted.classes_

    def __deepcopy__(self, memo: dict[int, Any]) -> Carried:
        return self

    def copy(self) -> Any:
        """A copy that may be fitted further."""
        return deepcopy(self.fitted)
