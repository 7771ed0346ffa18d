"""BADGE: batches diverse in the gradients that their likely labels would give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.plus_plus import PlusPlus
from asknext.strategies.geometry.representatives import by_content
from asknext.strategies.inputs import EmbeddingBlocks, Float64, ProbabilityBlocks
from asknext.strategies.over_classes import total
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import SINGLE_LABEL, Selector
from asknext.strategies.top import top
from asknext.strategies.uncertainty.margin import torn

__all__ = ["Badge", "HallucinatedGradients"]

_ROWS = 4096


@register
@dataclass(frozen=True)
class Badge(Selector):
    """k-means++ seeding on ``g_x = (p - e_argmax(p)) (outer) h(x)``, the gradient at the last layer were the best guess
    the label: long where the model is unsure, and different for different items (Ash 2020).

    The first item has the longest gradient, as in the authors' code; each next one is drawn in proportion to its
    squared distance to those chosen. Gradients are never formed, because their inner products factorise:
    ``<g_i, g_j> = <r_i, r_j> <h_i, h_j>``; and draws are by rejection, so few distances are computed. The score is the
    length of the gradient.
    """

    name = "badge"
    time = "n (C + d) + b^2 (C + d) times a small number of tries"
    memory = "n"
    source = "Ash et al. 2020"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities", "embeddings"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        order = by_content(EmbeddingBlocks(view, self.name), view.unlabelled, rng)
        rows = view.unlabelled[order]
        gradients = HallucinatedGradients(view, rows, self.name)
        lengths = np.sqrt(gradients.squared_lengths)
        chosen = _seeds(gradients, lengths, n, rng)
        picked = rows[chosen]
        p = gradients.probabilities
        return Batch(picked, lengths[chosen], Reasons(n, lambda i: torn(p.rows(picked[i : i + 1])[0])))


class HallucinatedGradients:
    """Gradients of ``rows`` of a view, each of C d numbers, known by their lengths and distances alone."""

    def __init__(self, view: PoolView, rows: IntArray, asker: str) -> None:
        self.probabilities, self._points = ProbabilityBlocks(view, asker), EmbeddingBlocks(view, asker)
        self._rows = rows
        self.squared_lengths = np.empty(len(rows))
        for start in range(0, len(rows), _ROWS):
            residuals, points = self._factors(np.arange(start, min(start + _ROWS, len(rows))))
            self.squared_lengths[start : start + _ROWS] = total(residuals**2) * total(points**2)

    def squares(self, one: int, others: IntArray) -> Float64:
        """(len(others),) squared distances of the gradient at position ``one`` to those at ``others``."""
        residual, point = self._factors(np.array([one]))
        residuals, points = self._factors(others)
        inner = (residuals @ residual[0]) * (points @ point[0])
        lengths = self.squared_lengths[others] + self.squared_lengths[one]
        squares = np.asarray(lengths - 2.0 * inner, dtype=np.float64)
        squares[squares < lengths * 1e-12] = 0.0  # the same gradient, but for rounding
        return squares

    def _factors(self, positions: IntArray) -> tuple[Float64, Float64]:
        """The residuals ``p - e_argmax(p)`` (rows, C) and the embeddings (rows, d)."""
        rows = self._rows[positions]
        residuals = self.probabilities.rows(rows)
        residuals[np.arange(len(rows)), residuals.argmax(axis=1)] -= 1.0
        return residuals, self._points.rows(rows, np.float64)


def _seeds(gradients: HallucinatedGradients, lengths: Float64, n: int, rng: np.random.Generator) -> IntArray:
    first = int(top(lengths, 1, rng)[0])
    bounds = np.concatenate(
        [
            gradients.squares(first, np.arange(start, min(start + _ROWS, len(lengths))))
            for start in range(0, len(lengths), _ROWS)
        ]
    )
    seeding = PlusPlus(np.ones(len(lengths)), first, gradients.squares, bounds)
    while len(seeding.centres) < n and seeding.draw(rng) is not None:
        pass
    chosen = np.array(seeding.centres, dtype=np.int64)
    rest = np.setdiff1d(np.arange(len(lengths)), chosen)
    more = n - len(chosen)  # more than there are different gradients
    return np.concatenate([chosen, rest[top(lengths[rest], more, rng)]]) if more else chosen
