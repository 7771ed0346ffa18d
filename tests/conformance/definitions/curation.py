"""The selection language of curation."""

from __future__ import annotations

import numpy as np
from tests.conformance.definition import scores, values
from tests.conformance.slow_geometry import squares, unit

VALUE = {"column": "value"}
_THREE = ("plain", "binary", "zero_labels")


def margins(case):
    sorted_p = [np.sort(case.probabilities[i]) for i in case.unlabelled]
    return np.array([1 - (p[-1] - p[-2]) for p in sorted_p])


@values("balance")
def balance(case, chosen):
    """What an item gives of what the classes lack of equal shares, counting what is labelled and chosen."""
    p = case.probabilities
    sums = p[[*case.labelled, *chosen]].sum(axis=0)
    lacks = np.maximum((sums.sum() + 1) / p.shape[1] - sums, 0)
    return p[case.unlabelled] @ lacks


@values("balance", variant="shares by name", parameters={"target": {"0": 0.5}}, cases=_THREE)
def balance_to_target(case, chosen):
    """Half of class 0, the other half any other class."""
    p = np.column_stack([case.probabilities[:, 0], case.probabilities[:, 1:].sum(axis=1)])
    sums = p[[*case.labelled, *chosen]].sum(axis=0)
    lacks = np.maximum(0.5 * (sums.sum() + 1) - sums, 0)
    return p[case.unlabelled] @ lacks


@scores("weights", parameters=VALUE)
def weights(case):
    return case.extra["columns"]["value"][case.unlabelled]


@values("threshold", parameters=VALUE | {"operation": ">=", "value": -0.3}, cases=("plain", "binary", "zero_labels"))
def threshold(case, chosen):
    """Whichever passes; what does not, never."""
    return np.where(case.extra["columns"]["value"][case.unlabelled] >= -0.3, 0.0, -np.inf)


@scores("similarity")
def similarity(case):
    """The cosine to the nearest labelled item, from 0 to 1; 0 where there is none."""
    if not len(case.labelled):
        return np.zeros(len(case.unlabelled))
    x = unit(case.embeddings)
    return [(1 + max(x[i] @ x[j] for j in case.labelled)) / 2 for i in case.unlabelled]


@scores("similarity", variant="euclidean, to given rows", parameters={"metric": "euclidean", "near": [0, 5]})
def similarity_to_rows(case):
    x = case.embeddings
    return 1 / (1 + np.sqrt(squares(x[case.unlabelled], x[[0, 5]]).min(axis=1)))


@values("mix", tolerance=1e-7, cases=("plain", "binary", "many_classes", "zero_labels", "one_class_known"))
def mix(case, chosen):
    """The product of the margin score and the distance to what is labelled or chosen, in logarithms."""
    left = ~np.isin(case.unlabelled, chosen)
    known = [*case.labelled, *chosen]
    score, away = margins(case), np.ones(len(case.unlabelled))
    if known:
        away = np.sqrt(squares(case.embeddings[case.unlabelled], case.embeddings[known]).min(axis=1))
    found = np.zeros(len(left))
    for part in (score, away):
        found = found + (np.log(np.maximum(part, part.max() * 1e-9)) if part.max() > 0 else 0.0)
    return np.where(left, found, -np.inf)
