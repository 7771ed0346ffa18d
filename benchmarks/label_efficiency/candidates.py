"""The strategies that are compared, and the recipes from which the default one is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext import PoolView
from asknext.strategies import (
    Badge,
    Batch,
    ColdStart,
    Entropy,
    IncrementalWeightedKMeans,
    InformationDensity,
    KCenterGreedy,
    KMeans,
    Lcmd,
    LeastConfidence,
    Margin,
    MeanEntropy,
    Random,
    TypiClust,
    WeightedKMeans,
)
from asknext.strategies.registry import build
from asknext.strategies.selector import Selector

__all__ = ["AUTO", "COLD", "FIXED", "FIXED_MULTI", "RECIPES", "USUAL", "candidate"]

FIXED = (
    "random",
    "margin",
    "entropy",
    "least_confidence",
    "weighted_kmeans",
    "badge",
    "clue",
    "cluster_margin",
    "power",
    "epsilon_greedy",
    "falcun",
    "contrastive",
    "incremental_weighted_kmeans",
    "kmeans",
    "typiclust",
    "k_center_greedy",
    "margin * information_density",
)
FIXED_MULTI = (
    "random",
    "mean_entropy",
    "max_entropy",
    "binary_minimum",
    "min_confidence",
    "cvirs",
    "weighted_kmeans of mean_entropy",
    "kmeans",
    "typiclust",
    "k_center_greedy",
)


@dataclass(frozen=True)
class Recipe(Selector):
    """Exploration, of which there is less the more labels a class there are, then informativeness through k-means.

    The share of a batch that explores is ``max(least, 1 - labels / (until * classes))``.
    """

    explore: str = "random"
    until: float = 0.0
    least: float = 0.0
    scorer: str = "margin"
    beta: float = 10.0
    beside: bool = False
    metric: str = "euclidean"
    several: str = "mean_entropy"
    first: str = "kmeans"
    unseen: str | None = None
    name = "recipe"

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        if len(view.labelled) == 0:
            return _EXPLORE[self.first]().select(view, n, rng)  # type: ignore[no-any-return]
        if self.unseen and ColdStart().is_cold(view):
            return _EXPLORE[self.unseen]().select(view, n, rng)  # type: ignore[no-any-return]
        share = max(self.least, 1 - len(view.labelled) / (self.until * view.probabilities.shape[1] + 1e-9))
        first = min(n, int(np.floor(share * n + rng.random())))
        parts = []
        if first:
            parts.append(_EXPLORE[self.explore]().select(view, first, rng))
        if n - first:
            rest = view if not first else _without(view, parts[0].indices)
            parts.append(self._informative(view, n - first).select(rest, n - first, rng))
        rows = np.concatenate([part.indices for part in parts])
        return Batch(rows, np.full(n, np.nan), ("",) * n)

    def _informative(self, view: PoolView, n: int) -> Any:
        scorer: Any = build(self.several) if view.multilabel else _SCORERS[self.scorer]()
        if n == 1:
            return scorer
        clusters = IncrementalWeightedKMeans if self.beside else WeightedKMeans
        return clusters(scorer, beta=self.beta, metric=self.metric)


_EXPLORE: dict[str, Callable[[], Any]] = {
    "random": Random,
    "typiclust": TypiClust,
    "kmeans": KMeans,
    "lcmd": Lcmd,
    "k_center_greedy": KCenterGreedy,
}
_SCORERS: dict[str, Callable[[], Any]] = {
    "margin": Margin,
    "entropy": Entropy,
    "least_confidence": LeastConfidence,
    "margin squared": lambda: Margin() ** 2,
    "margin + least_confidence": lambda: Margin() + LeastConfidence(),
    "dense margin": lambda: Margin() * InformationDensity(),
}


def _without(view: PoolView, rows: Any) -> PoolView:
    return PoolView(
        view.n,
        labelled=view.labelled,
        labels=view.labels,
        probabilities=view.probabilities,
        embeddings=view.embeddings,
        multilabel=view.multilabel,
        available=np.setdiff1d(view.unlabelled, rows),
    )


RECIPES: dict[str, Callable[[], Any]] = {
    "wk beta 3": lambda: Recipe(beta=3),
    "wk beta 5": lambda: Recipe(beta=5),
    "wk beta 30": lambda: Recipe(beta=30),
    "wk entropy": lambda: Recipe(scorer="entropy"),
    "wk least_confidence": lambda: Recipe(scorer="least_confidence"),
    "wk beta 20": lambda: Recipe(beta=20),
    "wk cosine": lambda: Recipe(metric="cosine"),
    "wk margin squared": lambda: Recipe(scorer="margin squared"),
    "wk margin + least_confidence": lambda: Recipe(scorer="margin + least_confidence"),
    "wk least_confidence beta 30": lambda: Recipe(scorer="least_confidence", beta=30),
    "iwk": lambda: Recipe(beside=True),
    "iwk beta 30": lambda: Recipe(beside=True, beta=30),
    "iwk least_confidence": lambda: Recipe(scorer="least_confidence", beside=True),
    "iwk least_confidence beta 30": lambda: Recipe(scorer="least_confidence", beside=True, beta=30),
    "iwk beta 30 + 10 % typiclust": lambda: Recipe("typiclust", least=0.1, beside=True, beta=30),
    "wk cosine + 10 % typiclust": lambda: Recipe("typiclust", least=0.1, metric="cosine"),
    "wk cosine + 10 % random": lambda: Recipe(least=0.1, metric="cosine"),
    "iwk cosine": lambda: Recipe(beside=True, metric="cosine"),
    "iwk cosine + 10 % random": lambda: Recipe(least=0.1, beside=True, metric="cosine"),
    "iwk cosine margin squared": lambda: Recipe(scorer="margin squared", beside=True, metric="cosine"),
    "wk cosine + 10 % lcmd": lambda: Recipe("lcmd", least=0.1, metric="cosine"),
    "wk cosine margin squared": lambda: Recipe(scorer="margin squared", metric="cosine"),
    "wk cosine margin squared + 10 % random": lambda: Recipe(least=0.1, scorer="margin squared", metric="cosine"),
    "iwk + 10 % random": lambda: Recipe(least=0.1, beside=True),
    "wk + 10 % typiclust": lambda: Recipe("typiclust", least=0.1),
    "wk dense margin": lambda: Recipe(scorer="dense margin"),
    "wk + 10 % random": lambda: Recipe(least=0.1),
    "wk + 20 % random": lambda: Recipe(least=0.2),
    "random then wk, 5 a class": lambda: Recipe(until=5),
    "random then wk, 10 a class": lambda: Recipe(until=10),
    "typiclust then wk, 5 a class": lambda: Recipe("typiclust", until=5),
    "typiclust then wk, 10 a class": lambda: Recipe("typiclust", until=10),
    "kmeans then wk, 5 a class": lambda: Recipe("kmeans", until=5),
    "kmeans then wk, 10 a class": lambda: Recipe("kmeans", until=10),
    "cold_start of wk": lambda: ColdStart(WeightedKMeans()),
}
# What `auto` is, once there are labels and probabilities.
AUTO = "wk cosine + 10 % random"

# The recipes of the final comparison; the others were looked at on the way, most of them on fewer sets.
USUAL = ("auto", "wk cosine", "wk cosine + 10 % random", "wk + 10 % random", "wk cosine margin squared + 10 % random")

# What to do first, with nothing labelled, and then while some class has not been seen.
COLD: dict[str, Callable[[], Any]] = {
    f"{first}, {unseen or 'wk'}, wk": lambda first=first, unseen=unseen: Recipe(  # type: ignore[misc]
        least=0.1, metric="cosine", first=first, unseen=unseen
    )
    for first, unseen in (
        ("random", None),
        ("random", "random"),
        ("kmeans", None),
        ("kmeans", "k_center_greedy"),
        ("kmeans", "random"),
        ("kmeans", "lcmd"),
        ("typiclust", None),
        ("typiclust", "typiclust"),
    )
}
_COMPOSED: dict[str, Callable[[], Any]] = {
    "wk cosine of max_entropy + 10 % random": lambda: Recipe(least=0.1, metric="cosine", several="max_entropy"),
    "wk cosine of binary_minimum + 10 % random": lambda: Recipe(least=0.1, metric="cosine", several="binary_minimum"),
    "margin * information_density": lambda: Margin() * InformationDensity(),
    "weighted_kmeans of mean_entropy": lambda: WeightedKMeans(MeanEntropy()),
    "badge": Badge,
    "incremental_weighted_kmeans": IncrementalWeightedKMeans,
}


def candidate(name: str) -> Any:
    """The strategy of that name: a composition or recipe of this file, else a registered one."""
    made = {**RECIPES, **COLD, **_COMPOSED}.get(name)
    return made() if made else name
