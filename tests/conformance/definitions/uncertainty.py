"""Uncertainty of the model's probabilities."""

from __future__ import annotations

from itertools import combinations_with_replacement, permutations, product
from math import log

import numpy as np
from tests.conformance.definition import scores
from tests.conformance.slow_geometry import squares, width

COST = [[0.0, 1.0, 4.0], [2.0, 0.0, 1.0], [1.0, 3.0, 0.0]]


def rows(case):
    return [case.probabilities[i] for i in case.unlabelled]


def entropy_of(p):
    return -sum(q * log(q) for q in p if q > 0)


@scores("least_confidence")
def least_confidence(case):
    """Lewis & Gale 1994: one minus the probability of the best guess."""
    return [1 - max(p) for p in rows(case)]


@scores("margin")
def margin(case):
    """Scheffer et al. 2001: the smaller the gap of the two best guesses, the sooner."""
    return [1 - (sorted(p)[-1] - sorted(p)[-2]) for p in rows(case)]


@scores("ratio")
def ratio(case):
    """Settles 2009: second guess over best guess."""
    return [sorted(p)[-2] / sorted(p)[-1] for p in rows(case)]


@scores("entropy")
def entropy(case):
    """Shannon 1948, in nats."""
    return [entropy_of(p) for p in rows(case)]


@scores("entropy", variant="base 2", parameters={"base": 2})
def entropy_in_bits(case):
    return [entropy_of(p) / log(2) for p in rows(case)]


@scores("entropy", variant="normalised", parameters={"normalised": True})
def entropy_normalised(case):
    return [entropy_of(p) / log(len(p)) for p in rows(case)]


@scores("cost_matrix_uncertainty")
def uniform_cost(case):
    """Every mistake costs 1: the expected cost of the cheapest guess."""
    return [min(sum(p[i] for i in range(len(p)) if i != j) for j in range(len(p))) for p in rows(case)]


def guesses(p):
    return sorted(sum(p[i] * COST[i][j] for i in range(3)) for j in range(3))


_THREE = ("plain", "ties", "duplicates", "zero_labels")


@scores("cost_matrix_uncertainty", variant="a cost table", parameters={"cost": COST}, cases=_THREE)
def expected_cost(case):
    """Chen & Lin 2013: min_j sum_i P_i cost[i][j]."""
    return [guesses(p)[0] for p in rows(case)]


@scores(
    "cost_matrix_uncertainty",
    variant="margin of a cost table",
    parameters={"cost": COST, "method": "margin"},
    cases=_THREE,
)
def cost_margin(case):
    """Chen & Lin 2013: the two cheapest guesses, the closer the sooner."""
    return [guesses(p)[0] - guesses(p)[1] for p in rows(case)]


def kernel_counts(case):
    """For each unlabelled item how many labels of each class are around it."""
    x = case.embeddings
    w = width(x[case.unlabelled])
    classes = sorted({case.labels[j] for j in case.labelled}) or [0]
    counts = np.zeros((len(case.unlabelled), len(classes)))
    for at, i in enumerate(case.unlabelled):
        for j in case.labelled:
            counts[at, classes.index(case.labels[j])] += np.exp(-((x[i] - x[j]) ** 2).sum() / (2 * w * w))
    return counts


@scores("epistemic", tolerance=1e-4)
def epistemic(case):
    """Nguyen et al. 2019: how plausible each answer still is, max over t of min(relative likelihood, what t says)."""
    t = np.linspace(0, 1, 20001)[1:-1]
    found = []
    for counts in kernel_counts(case):
        p, n = max(counts), sum(counts) - max(counts)
        likelihood = p * np.log(t) + n * np.log(1 - t)
        best = 0.0 if p + n == 0 or n == 0 else p * log(p / (p + n)) + n * log(n / (p + n))
        relative = np.exp(likelihood - best)
        one = np.minimum(relative, 2 * t - 1).max()
        zero = np.minimum(relative, 1 - 2 * t).max()
        found.append(min(one, zero))
    return found


def average_precision(ranked):
    """Of members (0 or 1) in ranked order; 0 where there is none."""
    precisions = [sum(ranked[: r + 1]) / (r + 1) for r in range(len(ranked)) if ranked[r]]
    return sum(precisions) / len(precisions) if precisions else 0.0


@scores("expected_average_precision", cases=("few", "few_duplicates"))
def expected_average_precision(case):
    """Wang et al. 2018: over all memberships of the other items, the average precision of their ranking."""
    u, found = list(case.unlabelled), []
    for i in u:
        others, total = [j for j in u if j != i], 0.0
        for c in range(case.probabilities.shape[1]):
            p = sorted((case.probabilities[j, c] for j in others), reverse=True)
            for members in product((0, 1), repeat=len(p)):
                chance = np.prod([q if m else 1 - q for q, m in zip(p, members, strict=True)])
                total += chance * average_precision(members)
        found.append(total)
    return found


def accuracy_after(k, labels, prior):
    """The share the most frequent class is expected to have, and the chance of these labels, in one order."""
    counts, chance = np.array(k) + prior, 1.0
    for label in labels:
        chance *= counts[label] / counts.sum()
        counts[label] += 1
    return chance, counts.max() / counts.sum()


def mcpal(case, most):
    near = squares(case.embeddings[case.unlabelled], case.embeddings[case.labelled])
    near = np.exp(-near / (2 * width(case.embeddings[case.unlabelled]) ** 2)).sum(axis=1)
    found = []
    for at, p in enumerate(rows(case)):
        k, gains = near[at] * p, []
        now = accuracy_after(k, (), 1e-3)[1]
        for m in range(1, most + 1):
            expected = 0.0
            for labels in combinations_with_replacement(range(len(p)), m):
                orders = len(set(permutations(labels)))
                chance, accuracy = accuracy_after(k, labels, 1e-3)
                expected += orders * chance * accuracy
            gains.append((expected - now) / m)
        found.append(max(gains))
    return found


@scores("probabilistic_al")
def probabilistic_al(case):
    """Kottke et al. 2016 (McPAL): the rise of the expected accuracy near the item by one label."""
    return mcpal(case, 1)


@scores("probabilistic_al", variant="looking two labels ahead", parameters={"most": 2}, cases=("plain", "binary"))
def probabilistic_al_two(case):
    return mcpal(case, 2)
