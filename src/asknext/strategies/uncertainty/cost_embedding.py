"""Active learning with cost embedding: how far the prediction is from every class, where distance is cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.errors import InputError
from asknext.pool.view import PoolView
from asknext.strategies.geometry.content_order import drawn_by_content
from asknext.strategies.geometry.gaussian_kernel import kernel, pool_width, squared_distances
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer
from asknext.strategies.selector import SINGLE_LABEL
from asknext.strategies.uncertainty.costs import Costs, costs

__all__ = ["CostEmbedding", "embedded_classes"]

_MOST = 3000  # labelled items of the regression: its kernel matrix is then 72 MB
_TILE = 4096
_ROUNDS, _ENOUGH = 1000, 1e-10


@register
@dataclass(frozen=True)
class CostEmbedding(Scorer):
    """The farther the predicted place of an item is from that of every class, the sooner (ALCE, Huang & Lin 2016).

    Each class has a place as a truth, t_i, and one as a guess, g_j, such that ``|t_i - g_j|`` is the cost of guessing j
    where i is true, as nearly as possible (multidimensional scaling by majorisation, de Leeuw 1977). The place of an
    item is predicted from its embedding by Gaussian kernel ridge regression on the places of its labels; the score is
    the distance to the nearest guess, the cost to be expected of the best one. Scaling is metric, where the source
    keeps only the order of costs; regression is on at most 3,000 labelled items. ``cost`` has one row and column a
    class, in the order of the sorted labels, or of the labels themselves where they are 0, 1, ...; by default every
    mistake costs 1.
    """

    cost: Costs | None = costs("cost[i][j] of guessing class j where i is true; default: 1 a mistake")  # noqa: RUF009
    ridge: float = number(1.0, "how much the regression is smoothed", low=1e-9, high=1e9)
    width: float | None = number(None, "width of the kernel; default: the spread of the pool", low=1e-12)

    name = "cost_embedding"
    time = "n m d + m^3, m at most 3000"
    memory = "n + m (m + d)"
    source = "Huang & Lin 2016"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings", "labels"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def score_rows(self, view: PoolView) -> Float64:
        points = EmbeddingBlocks(view, self.name).centred()
        rows = labelled_rows(view)
        width = pool_width(points, self.width)
        if len(rows) == 0:
            return np.zeros(len(view.unlabelled))
        if len(rows) > _MOST:
            rows = drawn_by_content(points, rows, _MOST, 0)
        codes, table = self._classes([view.labels[int(row)] for row in rows])
        truths, guesses = embedded_classes(table)
        known = points.rows(rows, np.float64)
        gram = kernel(known, known, width)
        mean = truths[codes].mean(axis=0)
        slopes = np.linalg.solve(gram + self.ridge * np.eye(len(rows)), truths[codes] - mean)
        scores = np.empty(len(view.unlabelled))
        for place, block in points.blocks(np.float64):
            for start in range(0, len(block), _TILE):
                here = slice(place.start + start, min(place.start + start + _TILE, place.stop))
                predicted = kernel(block[start : start + _TILE], known, width) @ slopes + mean
                scores[here] = np.sqrt(squared_distances(predicted, guesses).min(axis=1))
        return np.round(scores, 9)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"Whatever is guessed here is expected to cost about {score:.2g}."

    def _classes(self, labels: list[Any]) -> tuple[list[int], Float64]:
        """The class of each label, and the table of costs."""
        known = sorted(set(labels), key=lambda value: (isinstance(value, str), value))
        if self.cost is None:
            return [known.index(label) for label in labels], 1.0 - np.eye(len(known))
        size = len(self.cost)
        if all(isinstance(value, int | np.integer) and 0 <= value < size for value in known):
            known = list(range(size))
        if len(known) != size:
            raise InputError(
                f"Strategy {self.name!r}: cost is for {size} classes, but the labels are of {len(known)}: "
                f"{known[:10]}. Give the labels as numbers from 0 to {size - 1}, in the order of the table."
            )
        return [known.index(label) for label in labels], np.array(self.cost)


def embedded_classes(cost: Float64) -> tuple[Float64, Float64]:
    """(C, C) places of the classes as truths and as guesses, whose distances are nearest to ``cost`` (C, C).

    Minimises ``sum_ij (|t_i - g_j| - cost_ij)^2``, from the classical scaling of the mean of the cost and its
    transpose.
    """
    size = len(cost)
    places = np.tile(_classical((cost + cost.T) / 2.0), (2, 1))
    if size > 1:
        places[size:] += 1e-9 * np.eye(size)  # equal places would never part
    across = np.kron(1.0 - np.eye(2), np.ones((size, size)))
    inverse = np.linalg.pinv(np.diag(across.sum(axis=1)) - across)
    before = np.inf
    for _ in range(_ROUNDS):
        away = np.sqrt(((places[:size, None] - places[None, size:]) ** 2).sum(axis=2))
        stress = float(((away - cost) ** 2).sum())
        if before - stress <= _ENOUGH * max(stress, _ENOUGH):
            break
        before, places = stress, inverse @ _turned(np.where(away > 0, cost / np.maximum(away, 1e-300), 0.0)) @ places
    return places[:size], places[size:]


def _turned(ratio: Float64) -> Float64:
    """The matrix of the majorising step (Guttman's transform), from the ratios of cost to distance."""
    size = len(ratio)
    b = np.zeros((2 * size, 2 * size))
    b[:size, size:], b[size:, :size] = -ratio, -ratio.T
    return np.asarray(b - np.diag(b.sum(axis=1)), dtype=np.float64)


def _classical(distances: Float64) -> Float64:
    """(C, C) places whose distances are as given where that can be (Torgerson 1952)."""
    centring = np.eye(len(distances)) - 1.0 / len(distances)
    values, vectors = np.linalg.eigh(-0.5 * centring @ (distances**2) @ centring)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)), dtype=np.float64)
