"""The order of the pool's rows decides nothing: shuffled, the same items are chosen by every selector."""

import numpy as np
import pytest
from tests.strategies.test_contract import WHERE_ROWS_HAVE_NO_ORDER, Pool, made

LABELLED = [3, 5, 11]
TIES = {  # name to what is equal in a pool of random numbers, so that the seed decides by place
    "audi": "the numbers of labels that are predicted",
    "prob_cover": "how many items a ball covers",
    "threshold": "all that pass",
    "typiclust": "the typicality of two items that are nearest to each other",
}


def shuffled(pool, order):
    other = Pool(pool.n, labelled=LABELLED)
    other.labelled = np.argsort(order)[LABELLED].tolist()
    for key, value in pool.inputs.items():
        if key == "committee":
            other.inputs[key] = value[:, order]
        elif key == "columns":
            other.inputs[key] = {name: np.asarray(column)[order] for name, column in value.items()}
        elif isinstance(value, list):
            other.inputs[key] = [value[row] for row in order]
        else:
            other.inputs[key] = value[order]
    return other


def both(name):
    pool, order = Pool(40, labelled=LABELLED), np.random.default_rng(1).permutation(40)
    return pool.select(name, 6), shuffled(pool, order).select(name, 6), order


SELECTORS = [name for name in WHERE_ROWS_HAVE_NO_ORDER if not hasattr(made(name), "score")]


@pytest.mark.parametrize("name", [name for name in SELECTORS if name not in TIES])
def test_the_same_items_are_chosen(name):
    plain, other, order = both(name)
    assert sorted(order[other.indices].tolist()) == sorted(plain.indices.tolist())


@pytest.mark.parametrize("name", TIES)
def test_ties_aside_they_are_worth_the_same(name):
    plain, other, _ = both(name)
    np.testing.assert_allclose(np.sort(other.scores), np.sort(plain.scores), atol=1e-9)
