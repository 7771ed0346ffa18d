"""Strategies that choose between strategies."""

import numpy as np
from tests.conformance.definition import chances

_THREE = {"strategies": ["margin", "least_confidence", "random"]}


def _mixture(case, chosen, shares):
    """Each strategy names its best row left, random sampling any of them: the chance of a row is the shares' sum."""
    left = [row for row in case.unlabelled if row not in chosen]
    p = np.sort(case.probabilities, axis=1)
    margin = {row: p[row, -1] - (p[row, -2] if p.shape[1] > 1 else 0.0) for row in left}
    confidence = {row: p[row, -1] for row in left}
    chance = {row: shares[2] / len(left) for row in left}
    for share, worth in ((shares[0], margin), (shares[1], confidence)):
        best = [row for row in left if worth[row] <= min(worth.values()) + 1e-12]
        for row in best:
            chance[row] += share / len(best)
    return np.array([chance.get(row, 0.0) for row in case.unlabelled])


@chances("albl", parameters=_THREE)
def albl(case, chosen):
    """Hsu & Lin 2015, before anything is answered: all shares are equal."""
    return _mixture(case, chosen, [1 / 3, 1 / 3, 1 / 3])


@chances("hedge", parameters=_THREE)
def hedge(case, chosen):
    """Freund & Schapire 1997, before anything is answered."""
    return _mixture(case, chosen, [1 / 3, 1 / 3, 1 / 3])
