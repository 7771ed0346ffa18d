"""Items that are the same get the same score, and a batch may hold one of them once each."""

import numpy as np
import pytest
from tests.conformance.contracts.test_subsets import scorers
from tests.strategies.test_contract import NAMES, Pool, is_a_batch, made

import asknext

WHICH = np.concatenate([np.arange(10)] * 4)  # ten different items, four copies of each
LABELLED = [0, 1, 2, 13]
IN_STREAMS = {name for name in NAMES if asknext.strategies()[name].family == "streams"}


def copies():
    pool = Pool(40, labelled=LABELLED)
    taken = {}
    for key, value in pool.inputs.items():
        if key == "committee":
            taken[key] = value[:, WHICH]
        elif key == "columns":
            taken[key] = {name: np.asarray(column)[WHICH] for name, column in value.items()}
        elif isinstance(value, np.ndarray) and key != "labels":
            taken[key] = value[WHICH]
        elif isinstance(value, list):
            taken[key] = [value[row] for row in WHICH]
    pool.inputs |= taken
    return pool


@pytest.mark.parametrize("name", [name for name in scorers() if name not in IN_STREAMS])
def test_copies_score_the_same(name):
    pool = copies()
    batch = pool.select(name, 36)
    assert made(name)
    for item in range(10):
        own = batch.scores[WHICH[batch.indices] == item]
        np.testing.assert_allclose(own, own[:1].repeat(len(own)), rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("n", [4, 15])
@pytest.mark.parametrize("name", NAMES)
def test_a_batch_among_copies_is_a_batch(name, n):
    pool = copies()
    is_a_batch(pool.select(name, n), pool, n)
