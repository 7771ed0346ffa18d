"""Strategies made of other strategies; margin stands for whatever is inside."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from tests.conformance.definition import chances, scores, values
from tests.conformance.definitions.committee import bald
from tests.conformance.definitions.diversity import lcmd
from tests.conformance.slow_geometry import squares, unit

COMBINED = {"operator": "+", "left": {"name": "combination", "operator": "*", "left": 2.0, "right": "entropy"}}


def margins(case):
    sorted_p = [np.sort(case.probabilities[i]) for i in case.unlabelled]
    return np.array([1 - (p[-1] - p[-2]) for p in sorted_p])


def one_of(best):
    return best / best.sum()


def left(case, chosen):
    return ~np.isin(case.unlabelled, chosen)


def best_left(case, chosen):
    """Each of the best of what is left, equally likely."""
    m = np.where(left(case, chosen), margins(case), -np.inf)
    return one_of((m > m.max() - 1e-12).astype(float))


@scores("combination", parameters=COMBINED | {"right": "margin"})
def combination(case):
    """Arithmetic on scores: twice the entropy plus the margin score."""
    p = case.probabilities[case.unlabelled]
    logs = np.log(np.where(p > 0, p, 1.0))
    return 2 * -(p * logs).sum(axis=1) + margins(case)


@chances("epsilon_greedy", parameters={"epsilon": 0.4})
def epsilon_greedy(case, chosen):
    """The best that is left, or with chance epsilon any that is left."""
    return 0.6 * best_left(case, chosen) + 0.4 * one_of(left(case, chosen).astype(float))


@chances("power", parameters={"beta": 3.0})
def power(case, chosen):
    """Kirsch et al. 2021: in proportion to the score to the power beta."""
    return one_of(np.where(left(case, chosen), margins(case) ** 3, 0.0))


@chances("softmax", parameters={"beta": 4.0})
def softmax(case, chosen):
    """In proportion to the exponential of beta times the score."""
    return one_of(np.where(left(case, chosen), np.exp(4 * margins(case)), 0.0))


@chances("softrank", parameters={"beta": 1.5}, cases=("few",))
def softrank(case, chosen):
    """In proportion to the rank to the power minus beta; rank 1 is the highest score."""
    ranks = 1 + np.array([(margins(case) > m).sum() for m in margins(case)])
    return one_of(np.where(left(case, chosen), ranks**-1.5, 0.0))


def next_of(case, chosen, draws):
    """The chances of the next pick, given the batch so far, over equally likely ``draws`` of batches (an iterable of
    (sequence of rows, weight))."""
    found = dict.fromkeys(case.unlabelled.tolist(), 0.0)
    for rows, weight in draws:
        if list(rows[: len(chosen)]) == list(chosen) and len(rows) > len(chosen):
            found[int(rows[len(chosen)])] += weight
    return one_of(np.array([found[row] for row in case.unlabelled.tolist()]))


def by_margin(case, rows):
    score = dict(zip(case.unlabelled.tolist(), margins(case).tolist(), strict=True))
    return sorted((int(row) for row in rows), key=lambda row: -score[row])


@chances("subsample", parameters={"size": 3}, cases=("few",))
def subsample(case, chosen):
    """Over every three of the unlabelled items, the batch of the best of them."""
    return next_of(case, chosen, [(by_margin(case, part), 1.0) for part in combinations(case.unlabelled, 3)])


@chances("partition", parameters={"size": 4}, cases=("few",))
def partition(case, chosen):
    """Over every deal of seven items into parts of four and three: the best of the first, then of the second."""
    u, draws = set(case.unlabelled.tolist()), []
    for part in combinations(sorted(u), 4):
        draws.append(([by_margin(case, part)[0], by_margin(case, u - set(part))[0]], 1.0))
    return next_of(case, chosen, draws)


@scores("neighbours_of_labelled", parameters={"k": 5}, cases=("plain", "binary", "many_classes", "zero_labels"))
def neighbours_of_labelled(case):
    """Coleman et al. 2022 (SEALS): margin among the nearest neighbours, by cosine, of the labelled items."""
    if not len(case.labelled):
        return margins(case)
    x = unit(case.embeddings)
    near = {i for j in case.labelled for i in np.argsort(squares(x[[j]], x[case.unlabelled])[0])[:5].tolist()}
    return [m if i in near else -np.inf for i, m in enumerate(margins(case))]


@scores("class_anchors", parameters={"k": 5, "size": 8}, cases=("plain", "binary", "many_classes", "zero_labels"))
def class_anchors(case):
    """Lesci & Vlachos 2024 (AnchorAL): every labelled item is an anchor (no class has more than ten); margin among the
    eight items most like the anchors whose five neighbours they are."""
    if not len(case.labelled):
        return margins(case)
    x = unit(case.embeddings)
    cosines = {}
    for j in case.labelled:
        similar = x[case.unlabelled] @ x[j]
        for i in np.argsort(-similar)[:5].tolist():
            cosines.setdefault(i, []).append(similar[i])
    kept = sorted(cosines, key=lambda i: -np.mean(cosines[i]))[:8]
    return [m if i in kept else -np.inf for i, m in enumerate(margins(case))]


@scores("cold_start", cases=("plain", "binary"))
def cold_start_over(case):
    """Every class has a label: the strategy inside."""
    return margins(case)


@values("cold_start", variant="a class without a label", cases=("many_classes", "one_class_known"))
def cold_start_within(case, chosen):
    """Some class has no label yet: the farthest of the largest cluster around what is labelled."""
    return lcmd(case, chosen)


@chances("power_bald")
def power_bald(case, chosen):
    """Kirsch et al. 2021: in proportion to the members' disagreement."""
    return one_of(np.where(left(case, chosen), np.maximum(bald(case), 0.0), 0.0))
