"""How much a label would change the model."""

from __future__ import annotations

import numpy as np
from tests.conformance.definition import scores


def expected_length(case, intercept):
    found = []
    for i in case.unlabelled:
        p, x = case.probabilities[i], case.embeddings[i]
        features = np.append(x, 1.0) if intercept else x
        lengths = [np.linalg.norm(np.outer(p - np.eye(len(p))[c], features)) for c in range(len(p))]
        found.append(p @ np.array(lengths))
    return found


@scores("expected_gradient_length")
def expected_gradient_length(case):
    """Settles et al. 2007: the expected norm of the gradient of a softmax regression's log loss."""
    return expected_length(case, True)


@scores("expected_gradient_length", variant="no intercept", parameters={"intercept": False})
def expected_gradient_length_without_intercept(case):
    return expected_length(case, False)
