"""`Batch`: what a strategy answers, and `Strategy`: the one verb it answers to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray, PoolView

__all__ = ["Batch", "Strategy"]


@dataclass(frozen=True, eq=False)
class Batch:
    """Items worth asking about, the most worth first.

    Attributes
    ----------
    indices : (b,) int64, distinct rows of the caller's pool, all unlabelled.
    scores : (b,) float64, higher = asked sooner; NaN where the strategy has no score of its own.
    reasons : one sentence an item: why it was chosen, for the annotator and the log. Made when looked at.
    annotators : (b, k) int64, who should answer each item, the best first: columns of ``annotations``, filled up with
        -1 = nobody further; a row of -1 = anybody. None where the strategy does not say who.
    targets : (b,) int64, the one label that is asked about: a column of ``probabilities``. None where the whole item
        is asked, -1 for the whole item among such; an item may then be there several times, each pair once.
    """

    indices: IntArray
    scores: npt.NDArray[np.float64]
    reasons: Sequence[str]
    annotators: IntArray | None = None
    targets: IntArray | None = None

    def __len__(self) -> int:
        return len(self.indices)


@runtime_checkable
class Strategy(Protocol):
    """Chooses a batch. ``needs`` names the inputs of `PoolView` that must be present."""

    @property
    def name(self) -> str: ...

    @property
    def needs(self) -> frozenset[str]: ...

    def select(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch: ...

    def describe(self) -> dict[str, Any]:
        """The name and every parameter: enough to build the same strategy again (open format, JSON)."""
        ...
