"""Imported once by the process that those of the cells are forked from: all that a cell may need is loaded here."""

from __future__ import annotations

import numpy as np
from threadpoolctl import threadpool_limits

from asknext.lab.estimators import estimator_names
from asknext.strategies import select

__all__: list[str] = []


def _warm_up() -> None:
    """Much is loaded only by the first fit and the first choice."""
    from sklearn.linear_model import LogisticRegression

    with threadpool_limits(limits=1):
        model = LogisticRegression().fit(np.eye(2), [0, 1])
        select("margin", 1, probabilities=model.predict_proba(np.eye(2)))


estimator_names()
_warm_up()
