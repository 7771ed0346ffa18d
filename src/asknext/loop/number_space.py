"""`NumberSpace`: labels that are numbers, in the place where a `LabelSpace` has classes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["NumberSpace"]


class NumberSpace:
    """Every finite number is a label; there are no classes to learn."""

    closed = False
    multilabel = False
    form: str | None = None

    def __init__(self) -> None:
        self.classes: list[Any] = []

    def parse(self, labels: Any, count: int) -> list[float | None]:
        """One float an item, None where it is missing (None, NaN, pandas' NA, masked).

        Raises `InputError` for another number of labels, or a label that is not a finite number.
        """
        if isinstance(labels, str | bytes) or not (hasattr(labels, "__len__") or hasattr(labels, "shape")):
            raise InputError(f"labels have to be a sequence with one number an item; found {labels!r}.")
        values = labels.tolist() if hasattr(labels, "tolist") else list(labels)
        if len(values) != count:
            raise InputError(f"There are {len(values)} labels for {count} items; expected one label an item.")
        return [_number(value) for value in values]

    def learn(self, parsed: Iterable[Any]) -> None:
        """Nothing: numbers need not be known before."""

    def codes(self, labels: Sequence[Any]) -> npt.NDArray[np.float64]:
        """(m,) float64."""
        return np.asarray(labels, dtype=np.float64)

    def targets(self, labels: Sequence[Any]) -> npt.NDArray[np.float64]:
        """(m,) float64, what a model is fitted on."""
        return self.codes(labels)


def _number(value: Any) -> float | None:
    if value is None or value is np.ma.masked or type(value).__name__ in ("NAType", "NaTType"):
        return None
    plain = value.item() if isinstance(value, np.generic) else value
    if isinstance(plain, bool) or not isinstance(plain, int | float) or plain in (float("inf"), float("-inf")):
        raise InputError(f"The labels of this task are finite numbers; found {value!r}.")
    return None if plain != plain else float(plain)
