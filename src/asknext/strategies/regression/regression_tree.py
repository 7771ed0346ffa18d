"""Regression-tree-based active learning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.diversity.random import Random
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.limited_view import limited_to
from asknext.strategies.parameter import choice, number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.regression.greedy_sampling_x import GreedySamplingX
from asknext.strategies.regression.numbers import numbers_told
from asknext.strategies.selector import REGRESSION, Selector

__all__ = ["RegressionTree"]


@register
@dataclass(frozen=True)
class RegressionTree(Selector):
    """More from those leaves of a regression tree that hold more items and where labels vary more (RT-AL, Jose 2024).

    A tree is fitted on the labelled embeddings; leaf k gets ``b sqrt(p_k v_k) / sum_l sqrt(p_l v_l)`` of b items, with
    p_k its share of the unlabelled items and v_k the variance of its labels, rounded by largest remainder. Within a
    leaf items are taken ``within`` it at random or by `greedy_sampling_x`. The score is the leaf's share of the batch.
    While fewer than ``2 least`` items are labelled there is no tree to speak of, and it is `greedy_sampling_x`.
    """

    least: int = number(5, "labelled items a leaf holds at least", low=2, integer=True)
    within: str = choice("diversity", "how a leaf is sampled: 'random' or 'diversity'", options=("random", "diversity"))

    name = "regression_tree"
    time = "d m log m + n log m, and greedy_sampling_x in each leaf"
    memory = "n + (m + b) d"
    source = "Jose, Mendonca, Devijver, Jakse, Monbet & Poloni 2024"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings", "labels"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({REGRESSION})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        known = labelled_rows(view)
        if len(known) < 2 * self.least:
            return GreedySamplingX().select(view, n, rng)
        leaves, variances = self._leaves(view, known, rng)
        sizes = np.bincount(leaves, minlength=len(variances))
        shares = _shares(sizes, variances)
        wanted = _rounded(shares, sizes, n, rng.random(len(sizes)))
        picks = [self._sample(view, view.unlabelled[leaves == k], wanted[k], rng) for k in np.flatnonzero(wanted)]
        scores = np.repeat(shares[wanted > 0], wanted[wanted > 0])
        order = np.argsort(-scores, kind="stable")
        rows, scores = np.concatenate(picks)[order], scores[order]
        return Batch(rows, scores, Reasons(n, lambda i: _sentence(float(scores[i]))))

    def _leaves(self, view: PoolView, known: IntArray, rng: np.random.Generator) -> tuple[IntArray, Float64]:
        """(u,) the leaf of each unlabelled row, and the variance of the labels in each leaf."""
        from sklearn.tree import DecisionTreeRegressor

        points, told = EmbeddingBlocks(view, self.name), numbers_told(view, self.name, known)
        tree: Any = DecisionTreeRegressor(min_samples_leaf=self.least, random_state=int(rng.integers(2**31)))
        x = points.rows(known)
        order = np.lexsort((told, *x.T))  # rounding of sums must not depend on the order of the rows
        tree.fit(x[order], told[order])
        names, inside = np.unique(tree.apply(x), return_inverse=True)
        variances = np.array([told[inside == k].var(ddof=1) for k in range(len(names))])
        leaves = np.concatenate([np.searchsorted(names, tree.apply(block)) for _, block in points.blocks()])
        return leaves, variances

    def _sample(self, view: PoolView, rows: IntArray, n: int, rng: np.random.Generator) -> IntArray:
        sampler = Random() if self.within == "random" else GreedySamplingX()
        return sampler.select(limited_to(view, rows, self.name), int(n), rng).indices


def _shares(sizes: IntArray, variances: Float64) -> Float64:
    weights = np.sqrt(sizes / sizes.sum() * variances)
    total = weights.sum()
    return np.asarray(weights / total if total > 0 else sizes / sizes.sum())


def _rounded(shares: Float64, sizes: IntArray, n: int, keys: Float64) -> IntArray:
    """``n shares`` as whole numbers that sum to n, none above its size: the largest remainders go up."""
    wanted = np.minimum(np.floor(n * shares + 1e-9).astype(np.int64), sizes)
    while wanted.sum() < n:
        missing = np.where(wanted < sizes, n * shares - wanted, -np.inf)
        wanted[np.lexsort((keys, np.round(missing, 9)))[-1]] += 1
    return wanted


def _sentence(share: float) -> str:
    return f"From a region of like items that gets {share:.0%} of the batch: many are there, and their labels vary."
