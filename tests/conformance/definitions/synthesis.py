"""Membership query synthesis."""

import numpy as np
from tests.conformance.definition import picks


@picks("query_synthesis", cases=("plain", "binary", "many_classes"))
def query_synthesis(case):
    """Wang et al. 2015: the real item nearest to the middle of each pair of opposite labels, closest pairs first."""
    x, known = case.embeddings, [int(row) for row in case.labelled]
    pairs = {}
    for row in known:
        others = [other for other in known if case.labels[other] != case.labels[row]]
        away = [float(np.linalg.norm(x[row] - x[other])) for other in others]
        pairs[tuple(sorted((row, others[int(np.argmin(away))])))] = min(away)
    middles = [(x[a] + x[b]) / 2 for a, b in sorted(pairs, key=pairs.get)[: case.n]]
    chosen = []
    while True:
        for middle in middles:
            left = [int(row) for row in case.unlabelled if row not in chosen]
            chosen.append(min(left, key=lambda row: float(np.linalg.norm(x[row] - middle))))
            if len(chosen) == case.n:
                return chosen
