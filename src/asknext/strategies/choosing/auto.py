"""The default strategy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from asknext.pool.task import REGRESSION
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch, Strategy
from asknext.strategies.diversity.lcmd import Lcmd
from asknext.strategies.diversity.weighted_kmeans import WeightedKMeans
from asknext.strategies.geometry.content_order import content_order
from asknext.strategies.inputs import ProbabilityBlocks
from asknext.strategies.limited_view import limited_to
from asknext.strategies.multi_label.max_entropy import MaxEntropy
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer
from asknext.strategies.selector import Selector
from asknext.strategies.uncertainty.margin import Margin
from asknext.strategies.wrappers.cold_start import ColdStart

__all__ = ["Auto"]

_ONE_IN = 10
_COLD = 10  # labels; waiting longer, until every class was seen, cost more than it gave
_WHY = "Drawn at random, as one item in ten is, to see what the model overlooks."


@register
@dataclass(frozen=True)
class Auto(Selector):
    """Unsure items of different kinds, and one in ten at random: a recipe chosen by experiment, after a cold start.

    With one label an item it takes margin, with several the highest binary entropy; with embeddings and more than one
    item to choose, through `WeightedKMeans` by cosine. Every tenth place of the batch, from a place drawn by the seed,
    goes to an item drawn at random: it shows what the model is wrongly sure of, and is scored NaN. All of this is
    behind `ColdStart`, which spreads over the pool until each class is seen or there are 10 labels; without
    probabilities it stays there. Where the answer is a number it is `Lcmd`, or random items without embeddings. The
    reasons say which it was.
    """

    name = "auto"
    time = "as weighted_kmeans + n log n"
    memory = "as weighted_kmeans + n"
    source = "Scheffer 2001; Zhdanov 2019; shares and distance chosen by benchmarks/label_efficiency"

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        recipe = self.recipe(view, n)
        return _explored(recipe, view, n, rng, lambda rest, left: recipe.select(rest, left, rng))

    def rank(self, view: PoolView, rng: np.random.Generator, head: int = 1000) -> Batch:
        """As the recipe for a batch of ``head`` ranks, of which every tenth is random; the rest by the scorer."""
        head = min(head, len(view.unlabelled))
        recipe = self.recipe(view, head)
        return _explored(recipe, view, head, rng, lambda rest, left: recipe.rank(rest, rng, left))

    def recipe(self, view: PoolView, n: int) -> ColdStart:
        """The strategy used for ``n`` items of this view, but for those at random."""
        return ColdStart(_informative(view, n), limit=_COLD)


def _informative(view: PoolView, n: int) -> Strategy:
    if view.task == REGRESSION:
        return Lcmd()
    scorer: Scorer = MaxEntropy() if view.multilabel else Margin()
    return WeightedKMeans(scorer, metric="cosine") if view.has("embeddings") and n > 1 else scorer


def _explored(
    recipe: ColdStart, view: PoolView, n: int, rng: np.random.Generator, choose: Callable[[PoolView, int], Batch]
) -> Batch:
    """What ``choose`` finds, with random rows at every tenth of the first ``n`` places once there is a model."""
    if recipe.is_cold(view) or not view.has("probabilities"):
        return choose(view, n)
    places = np.arange(rng.integers(_ONE_IN), n, _ONE_IN)
    if len(places) == 0:
        return choose(view, n)
    drawn = _drawn(view, len(places), rng)
    rest = np.setdiff1d(view.unlabelled, drawn)
    if len(places) == n:
        return Batch(drawn, np.full(n, np.nan), Reasons(n, lambda i: _WHY))
    return _inserted(choose(limited_to(view, rest, "auto"), n - len(places)), drawn, places)


def _drawn(view: PoolView, n: int, rng: np.random.Generator) -> IntArray:
    """``n`` unlabelled rows at random, the same items however the rows are shuffled."""
    blocks = ProbabilityBlocks(view, "auto")
    order = content_order(blocks, len(view.unlabelled), blocks.classes, rng)
    return view.unlabelled[order[rng.choice(len(order), n, replace=False)]]


def _inserted(batch: Batch, drawn: IntArray, places: IntArray) -> Batch:
    """``drawn`` at ``places`` of the result, the others in their order around them."""
    size = len(batch) + len(drawn)
    source = np.full(size, -1, dtype=np.int64)
    source[np.setdiff1d(np.arange(size), places)] = np.arange(len(batch))
    rows = np.where(source >= 0, batch.indices[source], -1)
    rows[places] = drawn
    scores = np.where(source >= 0, batch.scores[source], np.nan)
    return Batch(rows, scores, Reasons(size, lambda i: _WHY if source[i] < 0 else batch.reasons[int(source[i])]))
