"""Contrastive active learning: alike in features, judged differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.geometry.gaussian_kernel import squared_distances
from asknext.strategies.inputs import EmbeddingBlocks, Float64, ProbabilityBlocks
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.over_blocks import over_blocks, parts
from asknext.strategies.over_classes import mean, total
from asknext.strategies.parameter import choice, number
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer
from asknext.strategies.selector import SINGLE_LABEL
from asknext.strategies.top import quantised

__all__ = ["Contrastive"]

_CELLS = 1 << 20
_FEW = 1 << 27  # distances up to which double precision takes no noticeable time
_LEAST = 1e-12  # probabilities are taken to be at least this, so that no divergence is infinite


@register
@dataclass(frozen=True)
class Contrastive(Scorer):
    """The more the labelled neighbours are judged differently, the sooner: CAL (Margatina et al. 2021).

    The score is ``mean_l KL(P_l || P_i)`` over the k labelled items l nearest to item i in the embeddings, in nats.
    The probabilities of the labelled items are the model's, not their labels. With fewer than k labelled items all of
    them count; with none every score is 0, and the seed decides. P is taken to be at least 1e-12. Beyond
    some 100 million distances the neighbours are found in single precision.
    """

    neighbours: int = number(10, "labelled neighbours that are compared", low=1, high=10_000, integer=True)
    metric: str = choice("euclidean", "distance: 'euclidean' or 'cosine'", options=("euclidean", "cosine"))

    name = "contrastive"
    time = "n m d + n k C"
    memory = "n + m (C + d)"
    source = "Margatina et al. 2021"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings", "probabilities"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def score_rows(self, view: PoolView) -> Float64:
        points = EmbeddingBlocks(view, self.name, self.metric).centred()
        blocks, known = ProbabilityBlocks(view, self.name), labelled_rows(view)
        scores = np.zeros(len(view.unlabelled))
        if len(known) == 0:
            return _checked(scores, points, blocks)
        centres, theirs = points.rows(known, np.float64), _bounded(blocks.rows(known))
        step = max(1, _CELLS // max(len(known), points.dimensions, blocks.classes * self.neighbours))
        exact = len(scores) * len(known) <= _FEW

        def work(place: slice) -> Float64:
            rows = view.unlabelled[place]
            block = points.rows(rows, np.float64 if exact else np.float32)
            return _divergence(theirs, _nearest(block, centres, self.neighbours), _bounded(blocks.rows(rows)))

        return np.concatenate(list(over_blocks(view, parts(len(scores), step), work, self.name)))

    def reason(self, view: PoolView, row: int, score: float) -> str:
        if len(labelled_rows(view)) == 0:
            return "Drawn at random: nothing is labelled yet to compare with."
        if score > 0.1:
            return f"The model judges it differently from labelled items that are like it (divergence {score:.2f})."
        return "The model judges it as it does the labelled items like it; nothing more in doubt is left."


def _checked(scores: Float64, points: EmbeddingBlocks, blocks: ProbabilityBlocks) -> Float64:
    """``scores``, once every input has been read: an input that cannot be used is refused, labels or not."""
    for _ in points.blocks():
        pass
    for _ in blocks:
        pass
    return scores


def _bounded(p: Float64) -> Float64:
    return np.maximum(p, _LEAST)


def _nearest(block: npt.NDArray[Any], centres: Float64, k: int) -> IntArray:
    """(rows, k) which ``centres`` are nearest to each row, in any order; in the precision of ``block``."""
    if k >= len(centres):
        return np.broadcast_to(np.arange(len(centres)), (len(block), len(centres)))
    if block.dtype == np.float64:
        squares: npt.NDArray[Any] = quantised(squared_distances(block, centres), 30)
    else:
        squares = block @ (-2.0 * centres.T).astype(np.float32)
        squares += np.einsum("ij,ij->i", centres, centres).astype(np.float32)
    return np.argpartition(squares, k - 1, axis=1)[:, :k]


def _divergence(theirs: Float64, near: IntArray, own: Float64) -> Float64:
    """(rows,) the mean over the neighbours of ``KL(theirs || own)``."""
    found = np.empty(near.shape)
    logs = np.log(own)
    for column in range(near.shape[1]):
        p = theirs[near[:, column]]
        found[:, column] = total(p * (np.log(p) - logs))
    return np.maximum(mean(np.sort(found, axis=1)), 0.0)
