"""How a strategy is defined here: slowly, obviously, from the paper, on a small pool.

A definition is one function under a decorator that says what it gives:

- ``@scores("margin")``: ``f(case) -> (u,)`` the score of every unlabelled row; the batch is the highest.
- ``@values("k_center_greedy")``: ``f(case, chosen) -> (u,)`` what each candidate is worth once ``chosen`` rows are in
  the batch (-inf for one that may not be taken); every pick must be worth the most. NaN everywhere = any pick will do.
- ``@chances("badge")``: ``f(case, chosen) -> (u,)`` the probability of each candidate to be the next pick.
- ``@picks("weights")``: ``f(case) -> list of rows`` in order, for what is none of the above and has no chance in it.
- ``@sets("kmeans")``: ``f(case) -> set of rows``, as ``picks``, where the order of the batch is free.
- ``@holds("robust_k_center")``: ``f(case, rows) -> str`` what is wrong with a batch, empty where nothing is; for what
  a paper only promises.

Extra keywords: ``parameters={...}`` of the strategy for this definition, ``cases=("plain", "binary", ...)`` where it
applies (default: the ordinary pools of `cases.py`), ``variant="..."`` to say which of several legitimate readings it
is, ``ours=False`` for a reading that another library takes and asknext does not offer, ``tolerance=1e-9`` for a
definition that is itself an approximation.

``@pool("crowd")`` over a function that makes a `Case` adds a pool of that name, for a strategy with inputs of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = [
    "DEFINITIONS",
    "POOLS",
    "Case",
    "Definition",
    "chances",
    "holds",
    "picks",
    "pool",
    "scores",
    "sets",
    "values",
]


@dataclass(frozen=True)
class Case:
    """A small pool with every input a strategy may need; ``unlabelled`` are the rows that may be asked.

    ``labels`` are known for the rows in ``labelled`` and None elsewhere. ``extra`` holds further inputs under the name
    they have in `asknext.select`: ``columns``, ``annotations``, ``sequences``, ``predictions``, ``detections``.
    """

    name: str
    probabilities: npt.NDArray[np.float64]
    embeddings: npt.NDArray[np.float64]
    committee: npt.NDArray[np.float64]
    labels: npt.NDArray[Any]
    labelled: npt.NDArray[np.int64]
    n: int
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def unlabelled(self) -> npt.NDArray[np.int64]:
        return np.setdiff1d(np.arange(len(self.embeddings)), self.labelled)


@dataclass(frozen=True)
class Definition:
    """One strategy, defined: ``kind`` is ``scores``, ``values``, ``chances``, ``picks``, ``sets`` or ``holds``."""

    strategy: str
    kind: str
    function: Callable[..., Any]
    parameters: dict[str, Any]
    cases: tuple[str, ...]
    variant: str
    ours: bool = True
    tolerance: float = 1e-9


DEFINITIONS: dict[str, Definition] = {}
POOLS: dict[str, Callable[[], Case]] = {}


def _kind(kind: str) -> Callable[..., Any]:
    def named(
        strategy: str,
        *,
        parameters: dict[str, Any] | None = None,
        cases: tuple[str, ...] = (),
        variant: str = "",
        ours: bool = True,
        tolerance: float = 1e-9,
    ) -> Callable[..., Any]:
        def keep(function: Callable[..., Any]) -> Callable[..., Any]:
            key = f"{strategy}: {variant}" if variant else strategy
            DEFINITIONS[key] = Definition(strategy, kind, function, parameters or {}, cases, variant, ours, tolerance)
            return function

        return keep

    return named


scores, values, chances, picks, sets, holds = map(_kind, ("scores", "values", "chances", "picks", "sets", "holds"))


def pool(name: str) -> Callable[[Callable[[], Case]], Callable[[], Case]]:
    """Add a pool that definitions may name among their ``cases``."""

    def keep(function: Callable[[], Case]) -> Callable[[], Case]:
        POOLS[name] = function
        return function

    return keep
