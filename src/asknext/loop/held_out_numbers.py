"""`HeldOutNumbers`: data with numbers for labels that the model never learns from, to score each round on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.loop.number_space import NumberSpace
from asknext.measures.number_metrics import number_metric
from asknext.pool.rows import indexable, n_rows

__all__ = ["HeldOutNumbers"]


class HeldOutNumbers:
    """Labelled data beside the pool.

    Parameters
    ----------
    content : rows as the model takes them.  labels : one number a row, none missing.
    metrics : of "rmse", "mae", "r2"; default: rmse and r2.
    """

    def __init__(self, content: Any, labels: Any, metrics: Sequence[str] | None = None) -> None:
        self.content = indexable(content)
        parsed = NumberSpace().parse(labels, n_rows(self.content))
        if None in parsed or not parsed:
            raise InputError("Every item of the test data needs a label, and there has to be at least one.")
        self._truth = np.array(parsed, dtype=np.float64)
        self.metrics = [number_metric(name).name for name in metrics or ("rmse", "r2")]

    def __len__(self) -> int:
        return len(self._truth)

    def measure(
        self, predict: Callable[[Any], npt.NDArray[np.float64]]
    ) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
        """Scores and their 95 % intervals of a model given by its predictions."""
        predictions = predict(self.content)
        found = {name: number_metric(name).function(self._truth, predictions) for name in self.metrics}
        scores = {name: value for name, (value, _, _) in found.items()}
        return scores, {name: (low, high) for name, (_, low, high) in found.items()}
