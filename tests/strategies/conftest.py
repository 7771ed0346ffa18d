"""Small pools that the tests of strategies share."""

import numpy as np
import pytest

from asknext import PoolView
from asknext.strategies import build
from asknext.strategies.selector import SINGLE_LABEL


@pytest.fixture
def three_classes():
    return np.array([[0.05, 0.85, 0.10], [0.35, 0.15, 0.50]])


@pytest.fixture
def four_classes():
    return np.array([[0.1, 0.2, 0.3, 0.4], [0.0, 0.05, 0.45, 0.5], [0.15, 0.2, 0.2, 0.45]])


@pytest.fixture
def score():
    """The scores of a strategy for every item of a pool without labels."""

    def score(spec, probabilities=None, **inputs):
        strategy = build(spec)
        given = {"probabilities": probabilities, **inputs}
        n = len(next(value for value in inputs.values())) if probabilities is None else len(probabilities)
        return strategy.score(PoolView(n, multilabel=SINGLE_LABEL not in strategy.tasks, **given))

    return score
