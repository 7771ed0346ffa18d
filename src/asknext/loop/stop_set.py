"""The stop set: rows drawn once, on which the predictions of successive rounds are compared."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.loop.fitted_model import FittedModel
from asknext.measures.metrics import predictions_of
from asknext.pool.view import IntArray

__all__ = ["stop_set_predictions", "stop_set_rows"]

_MOST = 2_000
_STOP = 3


def stop_set_rows(n: int, seed: int) -> IntArray:
    """(s,) rising rows of a pool of ``n`` items, at most 2000."""
    return np.sort(np.random.default_rng([seed, _STOP]).permutation(n)[:_MOST])


def stop_set_predictions(fitted: FittedModel, rows: IntArray, *, whole: bool) -> npt.NDArray[Any]:
    """(s,) int64 numbers of classes, or (s, L) uint8 indicators.

    ``whole`` : take them from the probabilities of the whole pool, which are or will be needed in any case.
    """
    table = fitted.probabilities[rows] if whole else fitted.proba(fitted.take(rows))
    return predictions_of(table, fitted.multilabel).astype(np.uint8 if fitted.multilabel else np.int64)
