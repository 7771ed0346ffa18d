"""Drawing a batch from what several strategies propose, and with what chance each row was drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Strategy
from asknext.strategies.choosing.experts import Experts
from asknext.strategies.geometry.content_order import content_order
from asknext.strategies.inputs import Float64, ProbabilityBlocks

__all__ = ["Drawn", "draw"]

_ANY = "random"


@dataclass(frozen=True)
class Drawn:
    """``rows`` (b,) in the order drawn; ``chances`` (b,) of each when it was drawn; ``advice`` (b, N) the chance of it
    under each of the N strategies, so that ``chances = advice @ shares``."""

    rows: IntArray
    chances: Float64
    advice: Float64


def draw(strategies: Experts, shares: Float64, view: PoolView, n: int, rng: np.random.Generator, asker: str) -> Drawn:
    """``n`` rows without replacement: each time a strategy is drawn by ``shares`` (N,) and gives its best row left.

    Random sampling gives any row left with the same chance.
    """
    lists = [_proposed(one, view, n, rng, asker) for one in strategies]
    uniform = np.array([one.name == _ANY for one in strategies])
    rows, advice = np.empty(n, dtype=np.int64), np.zeros((n, len(strategies)))
    taken: set[int] = set()
    for step, strategy in enumerate(np.searchsorted(np.cumsum(shares)[:-1], rng.random(n), side="right")):
        heads = [_first_left(one, taken) for one in lists]
        rows[step] = heads[strategy]
        advice[step] = np.array(heads) == rows[step]
        advice[step, uniform] = 1.0 / (len(view.unlabelled) - step)
        taken.add(int(rows[step]))
    return Drawn(rows, advice @ shares, advice)


def _proposed(strategy: Strategy, view: PoolView, n: int, rng: np.random.Generator, asker: str) -> list[int]:
    """The strategy's rows, best last."""
    rows = _shuffled(view, rng, asker)[:n] if strategy.name == _ANY else strategy.select(view, n, rng).indices
    return [int(row) for row in rows[::-1]]


def _first_left(rows: list[int], taken: set[int]) -> int:
    while rows[-1] in taken:
        rows.pop()
    return rows[-1]


def _shuffled(view: PoolView, rng: np.random.Generator, asker: str) -> IntArray:
    """The unlabelled rows in random order, the same items in the same order however they are stored."""
    blocks = ProbabilityBlocks(view, asker)
    order = content_order(blocks, len(view.unlabelled), blocks.classes, rng)
    return view.unlabelled[order][rng.permutation(len(order))]
