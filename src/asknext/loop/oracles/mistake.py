"""A wrong answer: another class than the true one, or some classes of an item turned round."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from asknext.errors import InputError

__all__ = ["check_rate", "mistaken"]

_SEVERAL = (frozenset, set, tuple, list)


def mistaken(true: Any, classes: Sequence[Any], rate: float, rng: np.random.Generator) -> Any:
    """The true label, or with probability ``rate`` another class, each as likely.

    Where an item holds several classes, each class by itself is turned round with probability ``rate``.
    """
    if isinstance(true, _SEVERAL):
        return _turned(true, classes, rate, rng)
    if rng.random() >= rate:
        return true
    others = [each for each in classes if each != true]
    return others[int(rng.integers(len(others)))]


def _turned(true: Collection[Any], classes: Sequence[Any], rate: float, rng: np.random.Generator) -> frozenset[Any]:
    turned = rng.random(len(classes)) < rate
    return frozenset(each for each, other in zip(classes, turned.tolist(), strict=True) if (each in true) != other)


def check_rate(rate: Any, what: str) -> float:
    """A probability; raises `InputError` otherwise."""
    if isinstance(rate, bool) or not isinstance(rate, int | float | np.floating) or not 0 <= rate <= 1:
        raise InputError(f"{what} is {rate!r}, but must be a probability, from 0 to 1.")
    return float(rate)
