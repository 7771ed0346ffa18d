"""CLUE: clusters weighted by uncertainty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.diversity.positive_weights import positive_weights
from asknext.strategies.geometry.representatives import representatives
from asknext.strategies.inputs import EmbeddingBlocks, Float64, ProbabilityBlocks
from asknext.strategies.over_classes import total
from asknext.strategies.parameter import choice, number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import SINGLE_LABEL, Selector
from asknext.strategies.top import top
from asknext.strategies.uncertainty.entropy import entropy

__all__ = ["Clue"]


@register
@dataclass(frozen=True)
class Clue(Selector):
    """The real item nearest to each of b centres of all unlabelled items, each weighted by its entropy (Prabhu 2021).

    Minimises ``sum_i H(P_i) min_j |x_i - c_j|^2``. A temperature T sharpens (T < 1) or flattens (T > 1) the
    probabilities first: ``P^(1/T)``, made to sum to 1 again, which is the softmax of logits / T. The score is the
    entropy, and orders the batch. Clusters are found as in `kmeans`: on a sample of a large pool, and in parts for
    b > 1,000.
    """

    temperature: float = number(1.0, "below 1 trusts the model more, above 1 less", low=0.01, high=100)
    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    name = "clue"
    time = "n C + n min(b, 1000) d"
    memory = "n + max(20000, 64 b) d"
    source = "Prabhu et al. 2021"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings", "probabilities"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        entropies = self._entropies(view)
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        found = representatives(points, view.unlabelled, n, rng, positive_weights(entropies))
        order = top(entropies[found.positions], n, rng)
        chosen, sizes = found.positions[order], found.sizes[order]
        own = entropies[chosen]
        return Batch(view.unlabelled[chosen], own, Reasons(n, lambda i: _sentence(int(sizes[i]), float(own[i]))))

    def _entropies(self, view: PoolView) -> Float64:
        found = np.empty(len(view.unlabelled))
        for place, block in ProbabilityBlocks(view, self.name):
            found[place] = entropy(_tempered(block, self.temperature))
        return found


def _tempered(p: Float64, temperature: float) -> Float64:
    """``p`` (rows, C) as if its logits had been divided by ``temperature``."""
    if temperature == 1.0:
        return p
    powers = (p / p.max(axis=1, keepdims=True)) ** (1.0 / temperature)
    return np.asarray(powers / total(powers)[:, None], dtype=np.float64)


def _sentence(size: int, entropy: float) -> str:
    return f"Stands for {size} similar {'items' if size > 1 else 'item'}; the model's entropy here is {entropy:.2f}."
