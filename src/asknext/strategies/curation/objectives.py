"""What the parts of a mix give each item, and the greedy pass over their product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from asknext.pool.view import IntArray
from asknext.strategies.geometry.assignment import Assignment
from asknext.strategies.inputs import Float64
from asknext.strategies.top import quantised

__all__ = ["DistanceObjective", "FixedObjective", "Objective", "Picks", "greedy_product", "logarithm"]

_LEAST = 1e-9


class Objective(Protocol):
    """A value of at least 0 for every item, which may change with what is taken."""

    def values(self) -> Float64:
        """(u,) the values now, at least 0."""
        ...

    def take(self, position: int) -> None:
        """Take an item."""
        ...

    def stops(self, position: int) -> bool:
        """Whether the pass ends before this item."""
        ...


class FixedObjective:
    """Values that do not change; stops where those taken have summed to ``stop``."""

    def __init__(self, values: Float64, stop: float | None = None) -> None:
        self._values, self._stop, self._sum = values, stop, 0.0

    def values(self) -> Float64:
        return self._values

    def take(self, position: int) -> None:
        self._sum += float(self._values[position])

    def stops(self, position: int) -> bool:
        return self._stop is not None and self._sum >= self._stop


class DistanceObjective:
    """The distance to the nearest item labelled or taken (1 without any); stops where it is below ``stop``."""

    def __init__(self, nearest: Assignment, rows: IntArray, stop: float | None = None) -> None:
        self._nearest, self._rows, self._stop = nearest, rows, stop

    def values(self) -> Float64:
        squares = self._nearest.squares
        return np.where(np.isinf(squares), 1.0, np.sqrt(squares))

    def take(self, position: int) -> None:
        self._nearest.add(int(self._rows[position]))

    def stops(self, position: int) -> bool:
        return self._stop is not None and float(self._nearest.squares[position]) < self._stop**2


@dataclass(frozen=True)
class Picks:
    """``positions`` (k,) in order; ``products`` (k,) their products; ``values`` (k, parts) what made them."""

    positions: IntArray
    products: Float64
    values: Float64


def greedy_product(objectives: Sequence[Objective], strengths: Sequence[float], n: int, keys: Float64) -> Picks:
    """At most ``n`` items, each with the largest ``prod_s value_s ^ strength_s`` when taken; fewer where one stops.

    Products are taken in logarithms, with values of less than 1e-9 of the highest raised to that. Among equal ones
    the highest of ``keys`` (u,) wins.
    """
    left, picks = np.ones(len(keys), dtype=bool), np.empty(n, dtype=np.int64)
    products, made = np.empty(n), np.empty((n, len(objectives)))
    for i in range(n):
        now = [objective.values() for objective in objectives]
        total = np.zeros(len(keys))
        for values, strength in zip(now, strengths, strict=True):
            total += strength * logarithm(values)
        position = _best(total, left, keys)
        if any(objective.stops(position) for objective in objectives):
            return Picks(picks[:i], products[:i], made[:i])
        picks[i], products[i], left[position] = position, np.exp(total[position]), False
        made[i] = [values[position] for values in now]
        for objective in objectives:
            objective.take(position)
    return Picks(picks, products, made)


def logarithm(values: Float64) -> Float64:
    """(u,) logarithms, bounded below; 0 where all values are 0."""
    highest = values.max()
    return np.log(np.maximum(values, highest * _LEAST)) if highest > 0 else np.zeros(len(values))


def _best(total: Float64, left: np.ndarray[tuple[int], np.dtype[np.bool_]], keys: Float64) -> int:
    now = np.where(left, quantised(total), -np.inf)
    equal = np.flatnonzero(now == now.max())
    return int(equal[np.argmax(keys[equal])])
