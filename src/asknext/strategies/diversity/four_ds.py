"""4DS: distance to the boundary, density, distribution over clusters and diversity of the batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.geometry.representatives import by_content
from asknext.strategies.inputs import EmbeddingBlocks, Float64, ProbabilityBlocks
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.over_classes import total
from asknext.strategies.parameter import number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import SINGLE_LABEL, Selector
from asknext.strategies.top import top
from asknext.strategies.uncertainty.probability_scorer import two_likeliest

__all__ = ["FourDs", "distribution", "mixture_weights"]

_SAMPLE = 20_000
_READ = 4096
_EPS = 1e-5


@register
@dataclass(frozen=True)
class FourDs(Selector):
    """The best sum of four aims that weight themselves, by a Gaussian mixture of the pool (Reitmaier & Sick 2013).

    - distance: ``ln(p1 / p2)`` of the two likeliest classes, small = near the boundary;
    - density: the log density of the mixture;
    - distribution: ``1 - sum_j max(0, pi_j - mean_j)``, where mean_j is the mean responsibility of component j for all
      that is labelled, chosen and the item itself: components with too few labels are served first;
    - diversity (from the second of a batch on): minus the log of the mean density of the batch with the item.

    Distance, density and diversity are scaled to [0, 1]. The weight of distribution is how far the labels are from the
    mixture, ``rho = min(1, sum_j |pi_j - mean_j|)``; that of distance grows with the model's mean uncertainty, that of
    diversity is ``min(0.05 (b - 1), 0.5)``; density takes the rest. The mixture has diagonal covariances and is fitted
    on at most 20,000 items.
    """

    components: int = number(10, "components of the mixture", low=1, high=1000, integer=True)
    diversity: float | None = number(None, "weight of diversity; default: min(0.05 (b - 1), 0.5)", low=0, high=1)

    name = "four_ds"
    time = "min(n, 20000) J d + n J (d + b) for J components"
    memory = "n J"
    source = "Reitmaier & Sick 2013"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities", "embeddings"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        near, unsure = _doubt(view, self.name)
        points = EmbeddingBlocks(view, self.name).centred()
        mixture = _mixture(points, view, self.components, rng)
        density, shares = _of_mixture(mixture, points, view.unlabelled)
        known = _of_mixture(mixture, points, labelled_rows(view))[1]
        steps = _Steps(near, _scaled(density), shares, known, np.asarray(mixture.weights_, dtype=np.float64))
        weight = min(0.05 * (n - 1), 0.5) if self.diversity is None else self.diversity
        picks, scores = np.empty(n, dtype=np.int64), np.empty(n)
        for i in range(n):
            worth = np.round(steps.worth(mixture_weights(steps.rho, unsure, steps.density, weight, i)), 9)
            worth[picks[:i]] = -np.inf
            picks[i] = top(worth, 1, rng)[0]
            scores[i] = worth[picks[i]]
            steps.take(int(picks[i]))
        return Batch(view.unlabelled[picks], scores, Reasons(n, lambda i: _SENTENCE))


_SENTENCE = "Near the model's boundary, in a dense place, or in a group with too few labels so far."


class _Steps:
    """What has been chosen, and what each item is worth next."""

    def __init__(self, near: Float64, density: Float64, shares: Float64, known: Float64, pi: Float64) -> None:
        self.density, self._near, self._shares, self._pi = density, near, shares, pi
        self._sum, self._count = known.sum(axis=0), len(known)
        mean = self._sum / max(self._count, 1)
        self.rho = min(1.0, float(np.abs(pi - mean).sum()))
        self._dense, self._chosen = 0.0, 0

    def worth(self, weights: tuple[float, float, float, float]) -> Float64:
        """(u,) the weighted sum of the aims."""
        distance, dense, spread, varied = weights
        found = distance * self._near + dense * self.density
        found += spread * distribution(self._pi, self._shares, self._sum, self._count)
        if self._chosen and varied > 0:
            mean = (self.density + self._dense) / (self._chosen + 1)
            found += varied * _scaled(-np.log(mean + _EPS))
        return np.asarray(found, dtype=np.float64)

    def take(self, position: int) -> None:
        """Count a position as chosen."""
        self._sum = self._sum + self._shares[position]
        self._dense += float(self.density[position])
        self._count, self._chosen = self._count + 1, self._chosen + 1


def distribution(pi: Float64, shares: Float64, before: Float64, count: int) -> Float64:
    """(u,) ``1 - sum_j max(0, pi_j - mean_j)``: how well the components are served with each item.

    ``pi`` (J,) are the weights of the mixture, ``shares`` (u, J) the responsibilities, ``before`` (J,) their sum over
    the ``count`` items labelled or chosen before.
    """
    lacking = np.zeros(len(shares))
    for weight, share, so_far in zip(pi, shares.T, before, strict=True):
        lacking += np.maximum(0.0, weight - (share + so_far) / (count + 1))
    return 1.0 - lacking


def mixture_weights(
    rho: float, unsure: Float64, density: Float64, diversity: float, chosen: int
) -> tuple[float, float, float, float]:
    """The weights of distance, density, distribution and diversity, which sum to 1, after ``chosen`` picks.

    ``unsure`` (u,) is 1 minus the highest probability.
    """
    if chosen == 0:
        distance = (1.0 - rho) * float(np.mean(unsure * density))
        return distance, 1.0 - rho - distance, rho, 0.0
    rho = min(rho, 1.0 - diversity)
    distance = (1.0 - rho - diversity) * (1.0 - float(np.mean(unsure)))
    return distance, 1.0 - rho - diversity - distance, rho, diversity


def _doubt(view: PoolView, asker: str) -> tuple[Float64, Float64]:
    """(u,) nearness to the boundary in [0, 1], and 1 minus the highest probability."""
    ratio, unsure = np.empty(len(view.unlabelled)), np.empty(len(view.unlabelled))
    for place, p in ProbabilityBlocks(view, asker):
        first, second = two_likeliest(p)
        ratio[place], unsure[place] = np.log((first + _EPS) / (second + _EPS)), 1.0 - first
    return 1.0 - _scaled(ratio), unsure


def _scaled(values: Float64) -> Float64:
    low, high = float(values.min()), float(values.max())
    return np.asarray((values - low + _EPS) / (high - low + _EPS), dtype=np.float64)


def _mixture(points: EmbeddingBlocks, view: PoolView, components: int, rng: np.random.Generator) -> Any:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture

    rows = np.concatenate([view.unlabelled, labelled_rows(view)])
    sample = rows[by_content(points, rows, rng)]
    if len(sample) > _SAMPLE:
        sample = sample[np.sort(rng.choice(len(sample), _SAMPLE, replace=False))]
    x = points.rows(sample, np.float64)
    different = len(np.unique(np.round(x @ rng.standard_normal(x.shape[1]), 12)))  # along a line: quicker than rows
    model = GaussianMixture(
        min(components, different), covariance_type="diag", max_iter=50, random_state=int(rng.integers(2**31))
    )
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a mixture that still moves a little serves as well
        return model.fit(np.vstack([x, x]) if len(x) == 1 else x)


def _of_mixture(model: Any, points: EmbeddingBlocks, rows: IntArray) -> tuple[Float64, Float64]:
    """(m,) log densities and (m, J) responsibilities."""
    density, shares = np.empty(len(rows)), np.empty((len(rows), model.n_components))
    for start in range(0, len(rows), _READ):
        block = points.rows(rows[start : start + _READ], np.float64)
        logs = _log_densities(model, block)
        highest = logs.max(axis=1, keepdims=True)
        parts = np.exp(logs - highest)
        whole = total(parts)
        density[start : start + _READ] = highest[:, 0] + np.log(whole)
        shares[start : start + _READ] = parts / whole[:, None]
    return density, shares


def _log_densities(model: Any, x: Float64) -> Float64:
    """(rows, J) log of weight times density of each component, all with diagonal covariances, by matrix products."""
    precisions = 1.0 / model.covariances_
    middle = (model.means_**2 * precisions).sum(axis=1)
    squares = x**2 @ precisions.T - 2.0 * (x @ (model.means_ * precisions).T) + middle
    scale = 0.5 * np.log(2.0 * np.pi * model.covariances_).sum(axis=1)
    return np.asarray(np.log(model.weights_) - scale - 0.5 * squares, dtype=np.float64)
