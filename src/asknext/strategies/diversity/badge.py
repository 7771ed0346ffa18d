"""BADGE: batches diverse in the gradients that their likely labels would give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.hallucinated_gradients import HallucinatedGradients
from asknext.strategies.geometry.plus_plus import PlusPlus
from asknext.strategies.inputs import Float64
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import SINGLE_LABEL, Selector
from asknext.strategies.top import top
from asknext.strategies.uncertainty.margin import torn

__all__ = ["Badge"]


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
        gradients = HallucinatedGradients(view, n, self.name, rng)
        chosen = _seeds(gradients, n, rng)
        rows, p = gradients.rows[chosen], gradients.probabilities
        lengths = np.sqrt(gradients.squared_lengths(chosen))
        return Batch(rows, lengths, Reasons(n, lambda i: torn(p.rows(rows[i : i + 1])[0])))


def _seeds(gradients: HallucinatedGradients, n: int, rng: np.random.Generator) -> IntArray:
    first = _longest(gradients, gradients.bounds, rng)
    lengths = np.sqrt(gradients.bounds)
    seeding = PlusPlus(np.ones(len(lengths)), first, gradients, (lengths + lengths[first]) ** 2)
    while len(seeding.centres) < n and seeding.draw(rng) is not None:
        pass
    chosen = np.array(seeding.centres, dtype=np.int64)
    if len(chosen) == n:
        return chosen
    rest = np.setdiff1d(np.arange(len(lengths)), chosen)  # there are fewer different gradients than were asked for
    return np.concatenate([chosen, rest[top(gradients.squared_lengths(rest), n - len(chosen), rng)]])


def _longest(gradients: HallucinatedGradients, bounds: Float64, rng: np.random.Generator) -> int:
    near = np.flatnonzero(bounds >= bounds.max() * (1.0 - gradients.SLACK) ** 2)
    return int(near[top(gradients.squared_lengths(near), 1, rng)[0]])
