"""Density of the pool around each item."""

from __future__ import annotations

import numpy as np
from tests.conformance.definition import scores, values
from tests.conformance.slow_geometry import best_clusters, squares, unit, width

GRAPHS = ("plain", "binary", "many_classes", "zero_labels")


def pool(case):
    return case.embeddings[case.unlabelled]


@scores("information_density")
def information_density(case):
    """Settles & Craven 2008: the mean cosine to the unlabelled items, itself among them."""
    x = unit(pool(case))
    return [max(0.0, float(np.mean([a @ b for b in x]))) for a in x]


@scores("information_density", variant="sparse, squared", parameters={"favour": "sparse", "beta": 2.0})
def information_sparsity(case):
    x = unit(pool(case))
    return [max(0.0, 1 - float(np.mean([a @ b for b in x]))) ** 2 for a in x]


@scores("information_density", variant="mean of 1 / (1 + cosine distance)", ours=False)
def information_density_of_distance(case):
    x = unit(pool(case))
    return [np.mean([1 / (1 + max(0.0, 1 - a @ b)) for b in x]) for a in x]


@scores("kde")
def kde(case):
    """Parzen 1962: the mean Gaussian similarity to the unlabelled items, itself among them."""
    x = pool(case)
    return np.exp(-squares(x, x) / (2 * width(x) ** 2)).mean(axis=1)


@scores("kde", variant="sparse, of a given width", parameters={"favour": "sparse", "width": 0.5})
def kde_sparse(case):
    return 1 / np.exp(-squares(pool(case), pool(case)) / (2 * 0.5**2)).mean(axis=1)


@scores("knn_density", parameters={"neighbours": 3}, tolerance=1e-5)
def knn_density(case):
    """Zhu et al. 2010: the inverse mean distance to the nearest other unlabelled items."""
    x, found = pool(case), []
    for i in range(len(x)):
        away = sorted(float(np.linalg.norm(x[i] - x[j])) for j in range(len(x)) if j != i)[:3]
        found.append(1 / max(np.mean(away), 1e-6 * width(x)))
    return found


@scores("kmeans_density", parameters={"centres": 3}, cases=("three_clumps",), tolerance=1e-4)
def kmeans_density(case):
    """Nguyen & Smeulders 2004: a Gaussian around each centre, as high as its share of the items."""
    x = pool(case)
    centres, members = best_clusters(x, 3)
    away = squares(x, centres)
    w2 = np.mean([away[i, members[i]] for i in range(len(x))])
    shares = np.array([(members == j).mean() for j in range(3)])
    return np.exp(-away / (2 * w2)) @ shares


@scores("mmd")
def mmd(case):
    """Kim et al. 2016: the mean similarity to the pool less that to what is labelled."""
    x, w = pool(case), width(pool(case))
    known = case.embeddings[case.labelled]
    found = np.exp(-squares(x, x) / (2 * w * w)).mean(axis=1)
    return found - (np.exp(-squares(x, known) / (2 * w * w)).mean(axis=1) if len(known) else 0.0)


@values("graph_density", parameters={"neighbours": 4}, cases=GRAPHS)
def graph_density(case, chosen):
    """Ebert et al. 2012: mean weight of the edges to k nearest neighbours, lowered around what is known or chosen."""
    x, n = case.embeddings, len(case.embeddings)
    away = squares(x, x)
    np.fill_diagonal(away, np.inf)
    edge = np.zeros((n, n), dtype=bool)
    for i in range(n):
        edge[i, np.argsort(away[i])[:4]] = True
    edge |= edge.T
    weights = np.where(edge, np.exp(-away / (2 * width(pool(case)) ** 2)), 0.0)
    density = weights.sum(axis=1) / edge.sum(axis=1)
    known = sorted(case.labelled, key=lambda row: -density[row])
    for row in [*known, *chosen]:
        density[edge[row]] -= max(density[row], 0)
    return density[case.unlabelled]
