"""References that know the true labels: only for simulations, where there is nothing to be gained by it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.errors import InputError
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.inputs import ProbabilityBlocks
from asknext.strategies.orders.one_class_scorer import OneClassScorer
from asknext.strategies.parameter import flag
from asknext.strategies.scorer import Float64
from asknext.strategies.selector import SINGLE_LABEL

__all__ = ["TRUE_LABEL", "Informed", "class_numbers"]

TRUE_LABEL = "true_label"


@dataclass(frozen=True)
class Informed(OneClassScorer):
    """A reference that looks at the true labels, and refuses to work outside a simulation.

    The truth comes as ``columns={"true_label": ...}``: for each item the column of its class in the probabilities.
    """

    simulation: bool = flag(False, "True in a simulation; without it, the strategy refuses to look at true labels")

    memory = "n"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities", "columns"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def check(self, view: PoolView) -> None:
        if not self.simulation:
            raise InputError(
                f"Strategy {self.name!r} looks at the true labels, so it exists only as a reference in simulations and "
                f"cannot choose for a real project. In a simulation pass simulation=True and the true labels as "
                f"columns={{{TRUE_LABEL!r}: ...}}."
            )
        super().check(view)

    def of(self, p: Float64) -> Float64:
        return self.likely(p)

    def sentence(self, p: Float64) -> str:
        return "Chosen with knowledge of the true label, as a reference in a simulation."

    def error(self, view: PoolView) -> Float64:
        """(u,) ``|P(class) - y|`` of the unlabelled rows, y = 1 where the class is the true one, else 0."""
        classes = ProbabilityBlocks(view, self.name).classes
        truth = class_numbers(view, TRUE_LABEL, classes, self.name)[view.unlabelled]
        likely = OneClassScorer.score_rows(self, view)
        error: Float64 = np.abs(likely - (truth == self.place(classes)))
        return error


def class_numbers(view: PoolView, column: str, classes: int, asker: str) -> IntArray:
    """(n,) the values of ``column``, each a column of the probabilities; raises `InputError` otherwise."""
    columns = view.need("columns", asker)
    if column not in columns:
        raise InputError(
            f"Strategy {asker!r} needs the column {column!r}, but columns has {sorted(map(str, columns))}: pass "
            f"columns={{{column!r}: ...}} with the number of a class for each item."
        )
    values = np.asarray(columns[column])
    if values.shape != (view.n,) or values.dtype.kind not in "iu" or values.min() < 0 or values.max() >= classes:
        raise InputError(
            f"Strategy {asker!r}: column {column!r} must hold one whole number from 0 to {classes - 1} for each of "
            f"{view.n} items, the column of its class in the probabilities; found shape {values.shape}, "
            f"{values.dtype}."
        )
    return values.astype(np.int64)
