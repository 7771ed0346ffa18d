"""Epistemic uncertainty: what is unknown for want of labels, and not by nature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.geometry.gaussian_kernel import kernel, pool_width
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer
from asknext.strategies.selector import SINGLE_LABEL

__all__ = ["Epistemic", "epistemic_uncertainty"]

_HALVINGS = 50
_TILE = 4096


@register
@dataclass(frozen=True)
class Epistemic(Scorer):
    """The more plausible two answers still are, the sooner: ``min(pi_1, pi_0)``, from 0 to 1.

    ``pi_1 = max_t min(L(t) / max L, 2t - 1)`` and ``pi_0 = max_t min(L(t) / max L, 1 - 2t)``, with the likelihood
    ``L(t) = t^p (1 - t)^n`` of the p and n labels of the two classes around the item, each counting as ``exp(-d^2 / (2
    width^2))`` (Senge et al. 2014; Nguyen, Destercke & Huellermeier 2019, Parzen window). Far from all labels both are
    1; amid many mixed labels, where only chance is left, near 0. The sources have two classes; with more, the one most
    frequent around the item stands against all others together.
    """

    width: float | None = number(
        None, "distance over which a label counts; by default the spread of the pool around its mean", low=1e-12
    )

    name = "epistemic"
    time = "n m d"
    memory = "n + m d"
    source = "Senge et al. 2014; Nguyen, Destercke & Huellermeier 2019"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings", "labels"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def score_rows(self, view: PoolView) -> Float64:
        labelled = labelled_rows(view)
        labels = [view.labels[int(row)] for row in labelled]
        classes = sorted(set(labels), key=repr)
        points = EmbeddingBlocks(view, self.name).centred()
        width, known = pool_width(points, self.width), points.rows(labelled, np.float64)
        of_class = np.zeros((len(labels), max(len(classes), 1)))
        of_class[np.arange(len(labels)), [classes.index(label) for label in labels]] = 1.0
        scores = np.empty(len(view.unlabelled))
        for place, block in points.blocks(np.float64):
            for start in range(0, len(block), _TILE):
                near = kernel(block[start : start + _TILE], known, width)
                counts = near @ of_class
                first = counts.max(axis=1)
                here = slice(place.start + start, place.start + start + len(near))
                scores[here] = epistemic_uncertainty(first, np.maximum(counts.sum(axis=1) - first, 0.0))
        return np.round(scores, 12)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"Labels around it leave both classes possible ({score:.2f} of 1)."


def epistemic_uncertainty(p: Float64, n: Float64) -> Float64:
    """(rows,) ``min(pi_1, pi_0)`` where ``p`` and ``n`` (rows,) labels of the two classes were seen."""
    return np.minimum(_support(p, n), _support(n, p))


def _support(p: Float64, n: Float64) -> Float64:
    """(rows,) ``max_t min(L(t) / max L, 2t - 1)``: where the falling likelihood meets the rising line, by halving."""
    seen = p + n
    likeliest = p / np.where(seen > 0, seen, 1.0)
    best = _log_likelihood(likeliest, p, n)
    low, high = np.maximum(likeliest, 0.5), np.ones(len(p))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = np.exp(_log_likelihood(middle, p, n) - best) >= 2 * middle - 1
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return low + high - 1.0


def _log_likelihood(t: Float64, p: Float64, n: Float64) -> Float64:
    with np.errstate(divide="ignore", invalid="ignore"):  # 0 log 0 counts as 0
        return np.asarray(
            np.where(p > 0, p * np.log(t), 0.0) + np.where(n > 0, n * np.log1p(-t), 0.0), dtype=np.float64
        )
