"""Hierarchical sampling: a tree of clusters, cut where labels show that a cluster is not pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.choosing.cluster_tree import ClusterTree, cluster_tree, pruning
from asknext.strategies.geometry.representatives import by_content
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import SINGLE_LABEL, Selector

__all__ = ["Hierarchical"]


@register
@dataclass(frozen=True)
class Hierarchical(Selector):
    """Random items of the clusters whose majority label is least certain (Dasgupta & Hsu 2008).

    A tree of clusters (Ward) covers all items. Labels below a node bound the share of each class; a node whose label is
    clear enough may be split where its children promise fewer errors. Of the resulting pruning a cluster is drawn in
    proportion to the errors its majority label may cause, ``size (1 - lower bound)``, and in it an item uniformly:
    pure clusters are soon left alone. The whole state is worked out anew from the labels, which are taken to be random
    within each cluster, as its own are. The pruning is that before the batch. Up to 2,000 items the tree is exact; of
    more its leaves are 1,000 k-means cells. The score is the chance with which an item was drawn.
    """

    name = "hierarchical"
    time = "min(n, 20000) 1000 d + n 1000 d; exact: n^2 d"
    memory = "n + 20000 d; exact: n^2 / 2, at most 16 MB"
    source = "Dasgupta & Hsu 2008"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings", "labels"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        points = EmbeddingBlocks(view, self.name).centred()
        known = labelled_rows(view)
        rows = np.concatenate([view.unlabelled, known])
        order = by_content(points, rows, rng)
        tree = cluster_tree(points, rows[order], rng)
        leaves = np.empty(len(rows), dtype=np.int64)
        leaves[order] = tree.leaves
        nodes, weights = _pruned(tree, leaves, [repr(view.labels[int(row)]) for row in known])
        queues = _shuffled(tree, nodes, leaves[order], order, len(view.unlabelled), rng)
        picks, scores, sizes = _drawn(queues, weights, n, rng)
        return Batch(view.unlabelled[picks], scores, Reasons(n, lambda i: _sentence(int(sizes[i]))))


def _pruned(tree: ClusterTree, leaves: IntArray, labels: list[str]) -> tuple[list[int], Float64]:
    """The clusters to draw from and their weights; labels are those of the last of ``leaves``."""
    known = sorted(set(labels))
    count = len(tree.children) + 1
    sizes = np.bincount(leaves, minlength=count).astype(np.float64)
    counts = np.zeros((count, max(2, len(known))))
    codes = np.array([known.index(label) for label in labels], dtype=np.int64)
    np.add.at(counts, (leaves[len(leaves) - len(labels) :], codes), 1.0)
    return pruning(tree, tree.summed(sizes), tree.summed(counts))


def _shuffled(
    tree: ClusterTree, nodes: list[int], leaves: IntArray, order: IntArray, u: int, rng: np.random.Generator
) -> list[list[int]]:
    """For each of ``nodes`` its unlabelled positions, in random order that depends on what the items are."""
    owner = np.full(tree.size, -1, dtype=np.int64)
    owner[nodes] = np.arange(len(nodes))
    first = tree.size - len(tree.children)
    for i in range(len(tree.children) - 1, -1, -1):
        if owner[first + i] >= 0:
            owner[tree.children[i]] = owner[first + i]
    shuffled = rng.permutation(len(order))
    shuffled = shuffled[order[shuffled] < u]
    queues: list[list[int]] = [[] for _ in nodes]
    for place, position in zip(owner[leaves[shuffled]].tolist(), order[shuffled].tolist(), strict=True):
        queues[place].append(position)
    return queues


def _drawn(
    queues: list[list[int]], weights: Float64, n: int, rng: np.random.Generator
) -> tuple[IntArray, Float64, IntArray]:
    """Positions, the chance of each when it was drawn, and the unlabelled items of its cluster."""
    picks, scores, sizes = np.empty(n, dtype=np.int64), np.empty(n), np.array([len(queue) for queue in queues])
    taken, at = np.zeros(len(queues), dtype=np.int64), np.empty(n, dtype=np.int64)
    for i in range(n):
        left = sizes - taken
        chances = np.where(left > 0, weights, 0.0)
        if chances.sum() <= 1e-12:
            chances = left.astype(np.float64)
        chances = chances / chances.sum()
        at[i] = int(rng.choice(len(queues), p=chances))
        picks[i], scores[i] = queues[at[i]][taken[at[i]]], chances[at[i]] / left[at[i]]
        taken[at[i]] += 1
    return picks, scores, sizes[at]


def _sentence(size: int) -> str:
    return f"Drawn from a group of {size} similar items whose majority label is not certain."
