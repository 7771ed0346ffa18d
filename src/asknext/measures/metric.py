"""`Metric`: what is measured on labelled data, and how to read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Metric"]


@dataclass(frozen=True)
class Metric:
    """A metric and how to read it.

    Attributes
    ----------
    name : as users write it.
    function : (truth, predictions or probabilities) -> float; NaN where it is not defined on the data.
    needs : ``"predictions"`` (codes) or ``"probabilities"`` ((m, C) or (m, L) float64).
    best : the value of a perfect model.
    greater_is_better : False for losses.
    """

    name: str
    function: Callable[[npt.NDArray[np.integer[Any]], Any], float]
    needs: str = "predictions"
    best: float = 1.0
    greater_is_better: bool = True
