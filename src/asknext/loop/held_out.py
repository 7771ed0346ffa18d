"""`HeldOut`: data that the model never learns from, to score each round on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.loop.label_space import LabelSpace
from asknext.measures.control import learning_curve
from asknext.measures.metrics import metric_named
from asknext.pool.rows import indexable, n_rows

__all__ = ["HeldOut"]


class HeldOut:
    """Labelled data beside the pool.

    Parameters
    ----------
    content : rows as the model takes them.  labels : one a row, none missing.
    space : the classes; it learns those that occur here.
    metrics : names; default: accuracy, or micro and macro F1 for a multi-label task.
    """

    def __init__(self, content: Any, labels: Any, space: LabelSpace, metrics: Sequence[str] | None = None) -> None:
        self.content = indexable(content)
        parsed = space.parse(labels, n_rows(self.content))
        self._labels = [label for label in parsed if label is not None]
        if len(self._labels) != len(parsed) or not parsed:
            raise InputError("Every item of the test data needs a label, and there has to be at least one.")
        space.learn(parsed)
        self._space = space
        names = metrics or (("micro_f1", "macro_f1") if space.multilabel else ("accuracy",))
        self.metrics = [metric_named(name).name for name in names]

    def __len__(self) -> int:
        return len(self._labels)

    def measure(
        self, proba: Callable[[Any], npt.NDArray[np.float64]]
    ) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
        """Scores and their 95 % intervals of a model given by its probabilities."""
        table, truth = proba(self.content)[None], self._space.codes(self._labels)
        points = {name: learning_curve([0], table, truth, name).points[0] for name in self.metrics}
        scores = {name: point.score for name, point in points.items()}
        return scores, {name: (point.low, point.high) for name, point in points.items()}
