"""`Scoring`: the metrics of a study on one kind of labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.measures.metrics import METRICS, score
from asknext.measures.number_metrics import NUMBER_METRICS
from asknext.pool.task import MULTI_LABEL, REGRESSION

__all__ = ["Scoring", "usual_metrics"]


def usual_metrics(task: str) -> list[str]:
    """Where none are named."""
    return {MULTI_LABEL: ["micro_f1", "macro_f1"], REGRESSION: ["rmse", "r2"]}.get(task, ["accuracy"])


@dataclass(frozen=True)
class Scoring:
    """Metrics that apply to a task."""

    names: tuple[str, ...]
    task: str

    @classmethod
    def of(cls, names: Sequence[str], task: str, classes: int) -> Scoring:
        """Raises `InputError` for a metric that is for other labels."""
        fitting, others = (NUMBER_METRICS, METRICS) if task == REGRESSION else (METRICS, NUMBER_METRICS)
        wrong = [name for name in names if name in others and name not in fitting]
        if wrong:
            kind = "numbers" if task == REGRESSION else "classes"
            raise InputError(f"{wrong[0]} does not apply to labels that are {kind}: there are {', '.join(fitting)}.")
        made = cls(tuple(names), task)
        made._try(max(2, classes))
        return made

    def scores(self, truth: npt.NDArray[Any], table: npt.NDArray[np.float64]) -> dict[str, float]:
        """Name -> value; NaN for all where there is nothing to score, as when the whole pool is labelled.

        Parameters
        ----------
        truth : (m,) codes, (m, L) zeros and ones, or (m,) numbers.  table : (m, C), (m, L), or (m, 1) numbers.
        """
        if len(truth) == 0:
            return {name: float("nan") for name in self.names}
        if self.task == REGRESSION:
            return {name: float(NUMBER_METRICS[name].function(truth, table[:, 0])[0]) for name in self.names}
        return {name: float(score(name, truth, table)) for name in self.names}

    def _try(self, classes: int) -> None:
        rng = np.random.default_rng(0)
        table = rng.dirichlet(np.ones(classes), 4 * classes)
        codes = np.arange(4 * classes) % classes
        truth = {MULTI_LABEL: (codes[:, None] == np.arange(classes)).astype(np.int64), REGRESSION: table[:, 0]}
        for name in self.names:
            try:
                Scoring((name,), self.task).scores(truth.get(self.task, codes), table)
            except (ValueError, IndexError, TypeError) as error:
                raise InputError(
                    f"{name} does not apply to labels that are {self.task.replace('_', '-')}: {error}"
                ) from None
