"""Orders by one class, by outlyingness, and references that know the truth."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, log, log2

import numpy as np
from tests.conformance.definition import scores

INFORMED = {"simulation": True}


def last(case):
    """The probability of the class looked for: the last column, where none is named."""
    return [case.probabilities[i, -1] for i in case.unlabelled]


def truth(case):
    """Whether the true class is the one looked for."""
    c = case.probabilities.shape[1] - 1
    return [float(case.extra["columns"]["true_label"][i] == c) for i in case.unlabelled]


@scores("positive")
def positive(case):
    """Lewis & Gale 1994: relevance."""
    return last(case)


@scores("negative")
def negative(case):
    return [1 - p for p in last(case)]


@scores("negative", variant="of the first class", parameters={"column": 0})
def negative_of_first(case):
    return [1 - case.probabilities[i, 0] for i in case.unlabelled]


@scores("inlier")
def inlier(case):
    return [abs(p - 0.5) for p in last(case)]


@scores("outlier")
def outlier(case):
    return [0.5 - abs(p - 0.5) for p in last(case)]


@scores("most_confident")
def most_confident(case):
    return [max(case.probabilities[i]) for i in case.unlabelled]


@scores("informed_inlier", parameters=INFORMED)
def informed_inlier(case):
    """Smallest |score - label| first."""
    return [-abs(p - y) for p, y in zip(last(case), truth(case), strict=True)]


@scores("informed_outlier", parameters=INFORMED)
def informed_outlier(case):
    """Largest |score - label| first."""
    return [abs(p - y) for p, y in zip(last(case), truth(case), strict=True)]


@scores("informed_confidence", parameters=INFORMED)
def informed_confidence(case):
    """The most confident among those a reference classifier gets right; the others come after all of these."""
    right = case.extra["columns"]["true_label"] == case.extra["columns"]["reference_label"]
    return [max(case.probabilities[i]) - (0 if right[i] else 1) for i in case.unlabelled]


def usual_path(size):
    """Mean depth of an unsuccessful search among so many points."""
    if size <= 1:
        return 0.0
    return 1.0 if size == 2 else 2 * (log(size - 1) + 0.5772156649015329) - 2 * (size - 1) / size


def expected_path(x, points, depth, limit):
    """The expected depth of ``x`` in a tree of random cuts: over every feature that differs and every gap cut."""
    points = np.asarray(points)
    wide = [f for f in range(points.shape[1]) if points[:, f].max() > points[:, f].min()]
    if len(points) <= 1 or depth == limit or not wide:
        return depth + usual_path(len(points))
    total = 0.0
    for f in wide:
        at = sorted(set(points[:, f].tolist()))
        whole = at[-1] - at[0]
        for low, high in pairwise(at):
            left, right = points[points[:, f] <= low], points[points[:, f] > low]
            goes_left = min(max((high - max(low, x[f])) / whole, 0.0), (high - low) / whole)  # cuts above x
            if goes_left > 0:
                total += goes_left * expected_path(x, left, depth + 1, limit)
            if (high - low) / whole - goes_left > 0:
                total += ((high - low) / whole - goes_left) * expected_path(x, right, depth + 1, limit)
    return total / len(wide)


@scores("anomaly", parameters={"trees": 4000}, cases=("plain", "binary", "many_classes", "zero_labels"), tolerance=0.02)
def anomaly(case):
    """Liu et al. 2008: 2 ** (- expected path / usual path) in trees on the labelled items, over all random cuts."""
    known = case.embeddings[case.labelled]
    if len(known) < 2:
        return np.zeros(len(case.unlabelled))
    limit = ceil(log2(len(known)))
    paths = [expected_path(case.embeddings[i], known, 0, limit) for i in case.unlabelled]
    return 2.0 ** (-np.array(paths) / usual_path(len(known)))


@scores("local_outlier", parameters={"k": 2}, cases=("plain", "binary", "many_classes", "zero_labels", "clumps"))
def local_outlier(case):
    """Breunig et al. 2000: the density of the neighbours over the own, among the labelled items."""
    x, known = case.embeddings, list(case.labelled)
    if len(known) <= 2:
        return np.zeros(len(case.unlabelled))

    def nearest(i):
        return sorted((np.linalg.norm(x[i] - x[j]), j) for j in known if j != i)[:2]

    def density(i):
        return 1 / (np.mean([max(d, nearest(j)[-1][0]) for d, j in nearest(i)]) + 1e-10)

    return [np.mean([density(j) for _, j in nearest(i)]) / density(i) for i in case.unlabelled]


@scores("propagation_entropy")
def propagation_entropy(case):
    """Zhou et al. 2004: labels spread twenty times over exp(-d^2 / 4), a fifth from the neighbours; their entropy."""
    x, n = case.embeddings, len(case.embeddings)
    if not len(case.labelled):
        return np.zeros(len(case.unlabelled))
    w = np.array([[0 if i == j else np.exp(-0.25 * ((x[i] - x[j]) ** 2).sum()) for j in range(n)] for i in range(n)])
    degree = w.sum(axis=1)
    s = w / np.sqrt(np.outer(degree, degree))
    classes = sorted({case.labels[j] for j in case.labelled})
    y = np.zeros((n, len(classes)))
    for j in case.labelled:
        y[j, classes.index(case.labels[j])] = 1
    f = y
    for _ in range(20):
        f = 0.2 * s @ f + 0.8 * y
    found = []
    for i in case.unlabelled:
        p = f[i] / f[i].sum() if f[i].sum() > 0 else np.full(len(classes), 1 / len(classes))
        found.append(-sum(q * log(q) for q in p if q > 0))
    return found
