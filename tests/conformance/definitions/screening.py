"""Finding all of a rare class: the last column of the probabilities."""

from __future__ import annotations

import numpy as np
from tests.conformance.definition import chances


def explored(case, chosen, likely, elsewhere):
    """With chance .6 the likeliest left, each of equals alike; else where ``elsewhere`` points."""
    left = ~np.isin(case.unlabelled, chosen)

    def even(which):
        return which / which.sum()

    best = even(left & (likely == likely[left].max()))
    return 0.6 * best + 0.4 * even(left & elsewhere(left))


@chances("most_likely", parameters={"explore": 0.4}, cases=("few",))
def likeliest_or_any(case, chosen):
    likely = case.probabilities[case.unlabelled, -1]
    return explored(case, chosen, likely, lambda left: left)


@chances(
    "most_likely",
    parameters={"explore": 0.4, "elsewhere": "uncertain"},
    cases=("few",),
    variant="uncertain ones besides",
)
def likeliest_or_least_certain(case, chosen):
    likely = case.probabilities[case.unlabelled, -1]
    away = np.abs(likely - 0.5)
    return explored(case, chosen, likely, lambda left: away == away[left].min())
