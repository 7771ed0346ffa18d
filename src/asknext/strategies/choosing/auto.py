"""The default strategy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.diversity.weighted_kmeans import WeightedKMeans
from asknext.strategies.multi_label.mean_entropy import MeanEntropy
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer
from asknext.strategies.selector import Selector
from asknext.strategies.uncertainty.margin import Margin
from asknext.strategies.wrappers.cold_start import ColdStart

__all__ = ["Auto"]


@register
@dataclass(frozen=True)
class Auto(Selector):
    """A fixed, well-tried recipe: margin made diverse by weighted k-means, after a cold start.

    It does not learn which strategy to use. With one label an item it takes margin, with several the mean binary
    entropy; with embeddings and more than one item to choose, through `WeightedKMeans`; and both after `ColdStart`,
    which spreads over the pool until each class has been seen. Without probabilities it stays with the cold start:
    diversity by embeddings, or random items where there is nothing to go by; the reasons say so.
    """

    name = "auto"
    time = "as weighted_kmeans"
    memory = "as weighted_kmeans"
    source = "Scheffer 2001; Zhdanov 2019"

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        return self.recipe(view, n).select(view, n, rng)

    def rank(self, view: PoolView, rng: np.random.Generator, head: int = 1000) -> Batch:
        """As the recipe for a batch of ``head`` ranks."""
        return self.recipe(view, head).rank(view, rng, head)

    def recipe(self, view: PoolView, n: int) -> ColdStart:
        """The strategy used for ``n`` items of this view."""
        scorer: Scorer = MeanEntropy() if view.multilabel else Margin()
        diverse = view.has("embeddings") and n > 1
        return ColdStart(WeightedKMeans(scorer) if diverse else scorer)
