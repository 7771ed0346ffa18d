"""A tree of clusters over items, and the pruning of it that labels support (Dasgupta & Hsu 2008)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray
from asknext.strategies.geometry.clustering import cluster, nearest_centre
from asknext.strategies.inputs import EmbeddingBlocks, Float64

__all__ = ["ClusterTree", "cluster_tree", "pruning"]

_EXACT, _CELLS, _SAMPLE = 2000, 1000, 20_000
_READ = 4096


@dataclass(frozen=True)
class ClusterTree:
    """``leaves`` (n,) the leaf of each item; ``children`` (L - 1, 2) the nodes joined by node L, L + 1, ..., for L
    leaves, which are nodes 0 to L - 1."""

    leaves: IntArray
    children: IntArray

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return 2 * len(self.children) + 1

    def summed(self, of_leaves: Float64) -> Float64:
        """(nodes, ...) sums over what is below each node, of one value a leaf."""
        sums = np.concatenate([of_leaves, np.zeros((len(self.children), *of_leaves.shape[1:]))])
        for i, (left, right) in enumerate(self.children):
            sums[len(of_leaves) + i] = sums[left] + sums[right]
        return sums


def cluster_tree(points: EmbeddingBlocks, rows: IntArray, rng: np.random.Generator) -> ClusterTree:
    """The tree of Ward (1963) over ``rows``, exact up to 2,000.

    Beyond, the leaves are 1,000 cells found by k-means on at most 20,000 rows.
    """
    if len(rows) <= _EXACT:
        return ClusterTree(np.arange(len(rows)), _ward(points.rows(rows, np.float64)))
    sample = np.sort(rng.choice(len(rows), min(len(rows), _SAMPLE), replace=False))
    centres = cluster(points.rows(rows[sample]), _CELLS, np.ones(len(sample)), rng).centres
    parts = [nearest_centre(points.rows(rows[at : at + _READ]), centres)[0] for at in range(0, len(rows), _READ)]
    return ClusterTree(np.concatenate(parts), _ward(centres))


def _ward(x: Float64) -> IntArray:
    if len(x) < 2:
        return np.empty((0, 2), dtype=np.int64)
    from scipy.cluster.hierarchy import linkage

    return np.asarray(linkage(x, "ward")[:, :2], dtype=np.int64)


def pruning(tree: ClusterTree, sizes: Float64, counts: Float64) -> tuple[list[int], Float64]:
    """The nodes of the best pruning, and for each its weight in the next draw.

    ``sizes`` (nodes,) items below each node, ``counts`` (nodes, C) labels below it. A class may be a node's label where
    by the confidence bounds its error is less than twice that of any other; a node is split where its children promise
    fewer errors. The weight is the number of errors that the label of a node may cause, by the lower bound of its
    share.
    """
    seen = counts.sum(axis=1)
    share = counts / np.maximum(seen, 1.0)[:, None]
    lower, upper = _bounds(share, seen, np.maximum(sizes, 1.0))
    admissible = _admissible(lower, upper) & (seen > 0)[:, None]
    errors = np.where(admissible, 1.0 - share, 1.0).min(axis=1) * sizes
    split = np.zeros(tree.size, dtype=bool)
    first = tree.size - len(tree.children)
    for i, (left, right) in enumerate(tree.children):
        node = first + i
        if admissible[node].any() and errors[left] + errors[right] < errors[node] - 1e-9:
            errors[node], split[node] = errors[left] + errors[right], True
    nodes = _descend(tree, split, admissible, share)
    labels = np.array([label for _, label in nodes])
    kept = np.array([node for node, _ in nodes])
    worth = np.where(labels < 0, 0.0, lower[kept, labels])
    return kept.tolist(), sizes[kept] * (1.0 - worth)


def _bounds(share: Float64, seen: Float64, sizes: Float64) -> tuple[Float64, Float64]:
    """(nodes, C) lower and upper bounds of the shares of the classes, exact where all is labelled."""
    count = np.maximum(seen, 1.0)[:, None]
    unseen = np.maximum(1.0 - seen / sizes, 0.0)[:, None]
    width = unseen / count + np.sqrt(unseen * share * (1.0 - share) / count)
    return np.maximum(share - width, 0.0), np.minimum(share + width, 1.0)


def _admissible(lower: Float64, upper: Float64) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """(nodes, C) whether ``1 - lower < 2 (1 - upper of every other class)``."""
    order = np.sort(upper, axis=1)
    highest, second = order[:, -1:], order[:, -2:-1]
    others = np.where(upper == highest, second, highest)  # where two are highest, second is as high
    found: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = 1.0 - lower < 2.0 * (1.0 - others)
    return found


def _descend(tree: ClusterTree, split: Float64, admissible: Float64, share: Float64) -> list[tuple[int, int]]:
    """The nodes of the pruning, each with its label, or that of the nearest node above that has one; -1 for none."""
    first, found, waiting = tree.size - len(tree.children), [], [(tree.size - 1, -1)]
    while waiting:
        node, above = waiting.pop()
        own = int(np.where(admissible[node], share[node], -1.0).argmax()) if admissible[node].any() else above
        if split[node]:
            waiting += [(int(child), own) for child in tree.children[node - first]]
        else:
            found.append((node, own))
    return found
