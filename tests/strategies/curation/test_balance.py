"""Targets per class."""

import numpy as np
import pytest

import asknext
from asknext.errors import InputError, UnknownName
from asknext.strategies import Balance


def rare(n=2000):
    return np.eye(3)[np.random.default_rng(0).choice(3, n, p=[0.80, 0.15, 0.05])]


def test_a_uniform_target_gives_thirty_of_each():
    p = rare()
    batch = asknext.select("balance", 90, probabilities=p)
    assert p[batch.indices].sum(axis=0).tolist() == [30, 30, 30]


def test_the_target_of_the_pool():
    p = rare()
    batch = asknext.select("balance", 100, probabilities=p, target="input")
    np.testing.assert_allclose(p[batch.indices].mean(axis=0), p.mean(axis=0), atol=0.01)


def test_the_remainder_belongs_to_all_others():
    p = rare()
    batch = asknext.select("balance", 40, probabilities=p, target={"2": 0.5})
    assert p[batch.indices].sum(axis=0)[2] == 20


def test_labelled_items_count_unless_told_otherwise():
    p = np.eye(2)[[0, 0, 0, 0, 1, 1, 1, 1, 0, 1]]
    counting = asknext.select("balance", 3, probabilities=p, labelled=[0, 1, 2])
    assert p[counting.indices].sum(axis=0).tolist() == [0, 3]
    ignoring = asknext.select(Balance(labelled=False), 4, probabilities=p, labelled=[0, 1, 2])
    assert p[ignoring.indices].sum(axis=0).tolist() == [2, 2]


def test_a_target_that_cannot_be_reached_is_no_error():
    p = np.eye(2)[[0, 0, 0, 0, 1]]
    batch = asknext.select("balance", 4, probabilities=p)
    assert 4 in batch.indices
    assert batch.scores[-1] == 0
    assert batch.reasons[-1] == "No item is left of a class that lacks any of its target share."


def test_categories_of_a_column():
    columns = {"city": np.array(["rome"] * 20 + ["bern"] * 5 + [None] * 5, dtype=object)}
    batch = asknext.select("balance", 10, columns=columns, column="city", target={"bern": 0.3, "rome": 0.7})
    assert np.count_nonzero((batch.indices >= 20) & (batch.indices < 25)) == 3
    assert (batch.indices < 25).all()
    assert "Fills what class 'bern' lacks of its target share." in batch.reasons


@pytest.mark.parametrize("target", ["even", {"0": 0.7, "1": 0.7}, {}, {"0": -0.1}, {"0": "half"}, None, 3])
def test_targets_that_are_none(target):
    with pytest.raises(InputError, match=r"'target' of strategy 'balance' is .*, but must be 'uniform', 'input', or"):
        Balance(target=target)


def test_classes_that_are_not_there():
    with pytest.raises(UnknownName, match=r"no class '7' in the target of strategy 'balance'\. Known: 0, 1, 2"):
        asknext.select("balance", 1, probabilities=rare(9), target={"7": 0.5})
    with pytest.raises(InputError, match=r"names every class, but its shares sum to 0\.6"):
        asknext.select("balance", 1, probabilities=rare(9), target={"0": 0.2, "1": 0.2, "2": 0.2})
