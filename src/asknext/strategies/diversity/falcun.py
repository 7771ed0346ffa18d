"""FALCUN: uncertain items, spread in the space of probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.pool.view import PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.content_order import content_order
from asknext.strategies.inputs import Float64, ProbabilityBlocks
from asknext.strategies.over_classes import total
from asknext.strategies.parameter import number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import SINGLE_LABEL, Selector
from asknext.strategies.uncertainty.probability_scorer import two_likeliest

__all__ = ["Falcun"]


@register
@dataclass(frozen=True)
class Falcun(Selector):
    """Drawn one after the other with chances ``(u_i + d_i)^gamma``: margin uncertainty u plus distance d.

    ``u = 1 - (p1 - p2)``. d starts as u and becomes the smallest L1 distance of the item's probabilities to those
    already in the batch, ``min(d, |P_i - P_j|_1)``; before each draw it is scaled to run from 0 to 1 over the items
    left. A larger gamma is less random, 0 draws evenly (Gilhuber et al. 2024). The score is u + d when drawn.
    """

    gamma: float = number(10.0, "how strongly the best are preferred; 0 draws at random", low=0, high=1000)

    name = "falcun"
    time = "n b C"
    memory = "n"
    source = "Gilhuber et al. 2024"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        blocks = ProbabilityBlocks(view, self.name)
        uncertainty = _uncertainty(blocks, len(view.unlabelled))
        order = content_order(blocks, len(uncertainty), blocks.classes, rng)
        distances, left = uncertainty.copy(), np.ones(len(uncertainty), dtype=bool)
        picks, scores = np.empty(n, dtype=np.int64), np.empty(n)
        for i in range(n):
            relevance = uncertainty + _scaled(distances, left)
            picks[i] = order[draw(relevance[order], left[order], self.gamma, rng)]
            scores[i], left[picks[i]] = relevance[picks[i]], False
            if i + 1 < n:
                _bring_closer(distances, blocks, view.unlabelled[picks[i]])
        own = uncertainty[picks]
        return Batch(view.unlabelled[picks], scores, Reasons(n, lambda i: _sentence(float(own[i]), float(scores[i]))))


def draw(relevance: Float64, left: npt.NDArray[np.bool_], gamma: float, rng: np.random.Generator) -> int:
    """One position among ``left``, drawn with chances ``relevance ** gamma``; evenly where all of those are 0."""
    highest = relevance[left].max()
    chances = np.where(left, (relevance / highest) ** gamma if highest > 0 else 1.0, 0.0)
    sums = np.cumsum(chances)
    found = int(np.searchsorted(sums, rng.random() * sums[-1], side="right"))
    return min(found, int(np.flatnonzero(chances)[-1]))


def _uncertainty(blocks: ProbabilityBlocks, n: int) -> Float64:
    found = np.empty(n)
    for place, block in blocks:
        first, second = two_likeliest(block)
        found[place] = 1.0 - (first - second)
    return found


def _scaled(distances: Float64, left: npt.NDArray[np.bool_]) -> Float64:
    low, high = distances[left].min(), distances[left].max()
    return (distances - low) / (high - low) if high > low else np.zeros(len(distances))


def _bring_closer(distances: Float64, blocks: ProbabilityBlocks, row: int) -> None:
    chosen = blocks.rows(np.array([row]))[0]
    apart = np.concatenate(list(blocks.scores(lambda block: total(np.abs(block - chosen)))))
    np.minimum(distances, apart, out=distances)


def _sentence(uncertainty: float, score: float) -> str:
    return f"Uncertainty {uncertainty:.2f} and difference from the rest of the batch {score - uncertainty:.2f}."
