"""Several labels an item; ``f = 2 p - 1`` is the signed margin of a label."""

from __future__ import annotations

from math import log, log2

import numpy as np
from tests.conformance.definition import scores

BOTH = {"cases": ("multi_label", "multi_label_zero")}


def rows(case):
    return [case.probabilities[i] for i in case.unlabelled]


def binary_entropy(p):
    return -sum(q * log(q) for q in (p, 1 - p) if q > 0)


def hinge(p, held):
    """The hinge loss if exactly the labels in ``held`` held."""
    return sum(max(0.0, 1 - (1 if label in held else -1) * (2 * q - 1)) for label, q in enumerate(p))


def predicted(p):
    return {label for label, q in enumerate(p) if q > 0.5}


@scores("mean_entropy", **BOTH)
def mean_entropy(case):
    return [np.mean([binary_entropy(q) for q in p]) for p in rows(case)]


@scores("max_entropy", **BOTH)
def max_entropy(case):
    return [max(binary_entropy(q) for q in p) for p in rows(case)]


@scores("binary_minimum", **BOTH)
def binary_minimum(case):
    """Brinker 2006: the label nearest to its boundary."""
    return [1 - min(abs(2 * q - 1) for q in p) for p in rows(case)]


@scores("min_confidence", **BOTH)
def min_confidence(case):
    """Esuli & Sebastiani 2009: the confidence of the least sure decision."""
    return [1 - min(max(q, 1 - q) for q in p) for p in rows(case)]


@scores("avg_confidence", **BOTH)
def avg_confidence(case):
    return [1 - np.mean([max(q, 1 - q) for q in p]) for p in rows(case)]


@scores("max_score", **BOTH)
def max_score(case):
    return [max(p) for p in rows(case)]


@scores("avg_score", **BOTH)
def avg_score(case):
    return [np.mean(p) for p in rows(case)]


@scores("avg_score", variant="a label that is not predicted counts against the item", ours=False, **BOTH)
def avg_signed_score(case):
    return [np.mean([q * ((q > 0.5) - 0.5) for q in p]) for p in rows(case)]


@scores("max_loss", **BOTH)
def max_loss(case):
    """Li et al. 2004: the loss if the likeliest label alone held."""
    return [hinge(p, {int(np.argmax(p))}) for p in rows(case)]


@scores("max_loss", variant="decisions of -1 and 1 in place of margins", ours=False, **BOTH)
def max_loss_of_decisions(case):
    return [hinge((p > 0.5).astype(float), {int(np.argmax(p))}) for p in rows(case)]


@scores("mean_max_loss", **BOTH)
def mean_max_loss(case):
    """Li et al. 2004: the mean of that loss over the predicted labels, the likeliest where none is."""
    return [np.mean([hinge(p, {j}) for j in predicted(p) or {int(np.argmax(p))}]) for p in rows(case)]


def label_sets(case):
    return [set(np.flatnonzero(case.labels[i] == 1).tolist()) for i in case.labelled]


@scores("mmc", cases=("multi_label_zero",))
def mmc_of_nothing(case):
    """Yang et al. 2009, with nothing to learn the number of labels from: as many as are predicted."""
    return [hinge(p, predicted(p)) / 2 for p in rows(case)]


@scores("mmc", variant="the number of labels learned", cases=("multi_label",))
def mmc(case):
    """Yang et al. 2009: a logistic regression tells how many labels hold; the loss against so many likeliest."""
    from sklearn.linear_model import LogisticRegression

    def features(p):
        return np.sort(p)[::-1] / np.sum(p)

    known = [features(case.probabilities[i]) for i in case.labelled]
    model = LogisticRegression(max_iter=1000).fit(known, [len(held) for held in label_sets(case)])
    found = []
    for p in rows(case):
        k = int(model.predict([features(p)])[0])
        found.append(hinge(p, set(np.argsort(-p)[:k].tolist())) / 2)
    return found


@scores("label_cardinality_inconsistency", **BOTH)
def label_cardinality_inconsistency(case):
    """Li & Guo 2013: how far the number of predicted labels is from the usual number."""
    if not len(case.labelled):
        return np.zeros(len(case.unlabelled))
    usual = np.mean([len(held) for held in label_sets(case)])
    return [abs(len(predicted(p)) - usual) for p in rows(case)]


@scores("adaptive", **BOTH)
def adaptive(case):
    """Li & Guo 2013: the gap of predicted and other labels, inverted, and the inconsistency, each to the power 1/2."""
    gaps = []
    for p in rows(case):
        held = predicted(p)
        least = min([2 * p[j] - 1 for j in held], default=1.0)
        most = max([2 * p[j] - 1 for j in range(len(p)) if j not in held], default=-1.0)
        gaps.append(1 / max(least - most, 1e-6))
    if not len(case.labelled):
        return gaps
    return np.sqrt(gaps) * np.sqrt(label_cardinality_inconsistency(case))


def term(share):
    return -share * log2(share) if share > 0 else 0.0


def set_distance(a, b, labels):
    """Reyes et al. 2018: the normalised entropy distance of two sets of labels."""
    both, neither = len(a & b), labels - len(a | b)
    if both + neither == 0:
        return 1.0
    joint = sum(term(n / labels) for n in (both, len(a - b), len(b - a), neither))
    single = sum(term(n / labels) for n in (len(a), labels - len(a), len(b), labels - len(b)))
    return min(1.0, max(0.0, (2 * joint - single) / joint)) if joint > 0 else 0.0


@scores("cvirs", **BOTH)
def cvirs(case):
    """Reyes et al. 2018: Borda count of the margins, times the mean distance to the label sets seen."""
    p = np.array(rows(case))
    u, labels = p.shape
    borda = np.zeros(u)
    for column in np.abs(2 * p - 1).T:
        for i in range(u):
            smaller, same = (column < column[i]).sum(), (column == column[i]).sum()
            borda[i] += (u - (smaller + (same + 1) / 2)) / (labels * (u - 1))
    if not len(case.labelled):
        return borda
    unlike = [np.mean([set_distance(predicted(q), held, labels) for held in label_sets(case)]) for q in p]
    return borda * np.array(unlike)


def against(case, agreement):
    found = []
    for i in case.unlabelled:
        y = np.where(case.probabilities[i] > 0.5, 1, -1)
        f = 2 * np.mean([member[i] for member in case.committee], axis=0) - 1
        found.append(sum(agreement(a, b) for a, b in zip(y, f, strict=True)))
    return found


@scores("auxiliary_learner", **BOTH)
def soft_hamming(case):
    """Hung & Lin 2011: disagreement with a second model, its margin limited to 1/2 and divided by it."""
    return against(case, lambda y, f: (1 - max(-1.0, min(1.0, y * f / 0.5))) / 2)


@scores("auxiliary_learner", variant="hamming", parameters={"criterion": "hamming"}, **BOTH)
def hamming(case):
    return np.array(against(case, lambda y, f: float((f > 0) != (y > 0)))) / case.probabilities.shape[1]


@scores("auxiliary_learner", variant="max margin", parameters={"criterion": "max_margin"}, **BOTH)
def max_margin(case):
    return against(case, lambda y, f: (1 - y * f) / 2)
