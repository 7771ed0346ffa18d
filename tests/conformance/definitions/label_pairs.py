"""One label of an item at a time, where several labels may hold; which label is asked about is tested elsewhere."""

from __future__ import annotations

from math import log

from tests.conformance.definition import scores

BOTH = {"cases": ("multi_label", "multi_label_zero")}


@scores("label_pairs", **BOTH)
def least_certain_label(case):
    """The margin of yes and no, of the label where it is smallest."""
    return [max(1 - abs(2 * p - 1) for p in case.probabilities[i]) for i in case.unlabelled]


@scores("label_pairs", parameters={"scorer": "entropy"}, variant="by entropy", **BOTH)
def most_entropic_label(case):
    return [max(-p * log(p) - (1 - p) * log(1 - p) for p in case.probabilities[i]) for i in case.unlabelled]


@scores("audi", **BOTH)
def odd_numbers_of_labels(case):
    """Huang & Zhou 2013, nothing asked yet: the denominator is 1/2 throughout."""
    usual = [sum(case.labels[i]) for i in case.labelled]
    if not usual:
        return [0.0 for _ in case.unlabelled]
    mean = sum(usual) / len(usual)
    return [abs(sum(p > 0.5 for p in case.probabilities[i]) - mean) / 0.5 for i in case.unlabelled]
