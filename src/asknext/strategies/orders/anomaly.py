"""Anomalies against what is labelled, by an isolation forest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.inputs import EmbeddingBlocks
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.orders.isolation_forest import IsolationForest
from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64, Scorer

__all__ = ["Anomaly"]


@register
@dataclass(frozen=True)
class Anomaly(Scorer):
    """The more anomalous to an isolation forest fitted on the labelled items, the sooner (Liu, Ting & Zhou 2008).

    The score is ``2 ** (-mean path length / expected path length)``, from 0 to 1. With fewer than two labelled items
    nothing is known to be normal: all scores are 0, and the choice is random.
    """

    trees: int = number(100, "trees of the forest", low=1, integer=True)
    forest_seed: int = number(0, "seed of the forest", low=0, integer=True)

    name = "anomaly"
    time = "m d log m + n trees log m"
    memory = "n + m d + 256 trees"
    source = "Liu, Ting & Zhou 2008"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"})

    def score_rows(self, view: PoolView) -> Float64:
        points, labelled = EmbeddingBlocks(view, self.name), labelled_rows(view)
        scores = np.zeros(len(view.unlabelled))
        known = points.rows(labelled, np.float64)
        if len(known) < 2:
            return scores
        known = known[np.lexsort(known.T)]  # the forest draws rows by place: a shuffled pool must give the same one
        forest = IsolationForest(known, self.trees, np.random.default_rng(self.forest_seed))
        for place, block in points.blocks(np.float64):
            scores[place] = forest.anomaly(block)
        return scores

    def reason(self, view: PoolView, row: int, score: float) -> str:
        if score == 0:
            return "Drawn at random: too little is labelled to say what is unusual."
        return f"Unlike what is labelled so far (anomaly {score:.2f} of 1)."
