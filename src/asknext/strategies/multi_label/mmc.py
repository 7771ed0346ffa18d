"""Maximum loss reduction with maximal confidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.inputs import ProbabilityBlocks
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.multi_label.label_sets import label_counts
from asknext.strategies.over_classes import total
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.uncertainty.probability_scorer import MultiLabelScorer

__all__ = ["MMC"]


@register
@dataclass(frozen=True)
class MMC(MultiLabelScorer):
    """Multi-label: the loss against the most confident set of labels, ``sum_l (1 - y_l f_l) / 2`` (Yang et al. 2009).

    ``f = 2p - 1``, y = 1 for the k likeliest labels and -1 for the others. How many, k, is what a logistic regression,
    fitted on the labelled items, tells from the probabilities in falling order (divided by their sum). With one number
    of labels seen, k is that number; with nothing labelled, the number of labels with p > 1/2.
    """

    name = "mmc"
    time = "n L log L + m L"
    memory = "n + m L"
    source = "Yang et al. 2009"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities", "labels"})

    def score_rows(self, view: PoolView) -> Float64:
        blocks, scores = ProbabilityBlocks(view, self.name), np.empty(len(view.unlabelled))
        counts = label_counts(view)
        model = _fitted(blocks.rows(labelled_rows(view)), counts) if len(np.unique(counts)) > 1 else None
        for place, block in blocks:
            scores[place] = loss_of_likeliest(block, _sizes(block, counts, model))
        return scores

    def of(self, p: Float64) -> Float64:
        return loss_of_likeliest(p, _sizes(p, np.array([]), None))


def loss_of_likeliest(p: Float64, sizes: IntArray) -> Float64:
    """(rows,) ``sum_l (1 - y_l f_l) / 2`` of ``p`` (rows, L), y = 1 for the ``sizes`` (rows,) likeliest."""
    falling = -np.sort(-p, axis=1)
    held = np.arange(p.shape[1]) < sizes[:, None]
    return total(np.where(held, 1.0 - falling, falling))


def _sizes(p: Float64, counts: Float64, model: Any) -> IntArray:
    if model is not None:
        return np.asarray(model.predict(_features(p)), dtype=np.int64)
    if len(counts):
        return np.full(len(p), int(counts[0]), dtype=np.int64)
    return np.asarray(np.count_nonzero(p > 0.5, axis=1), dtype=np.int64)


def _fitted(p: Float64, counts: Float64) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(max_iter=1000).fit(_features(p), counts.astype(np.int64))


def _features(p: Float64) -> Float64:
    falling = -np.sort(-p, axis=1)
    sums = falling.sum(axis=1, keepdims=True)
    return np.asarray(falling / np.where(sums > 0, sums, 1.0), dtype=np.float64)
