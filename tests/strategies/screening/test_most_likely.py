"""The likeliest first, with a look elsewhere now and then."""

import numpy as np
import pytest

import asknext

LIKELY = np.array([0.1, 0.9, 0.5, 0.7, 0.3, 0.05])
P = np.column_stack([1 - LIKELY, LIKELY])


def ask(**parameters):
    return asknext.select("most_likely", 6, probabilities=P, **parameters)


def test_without_exploration_it_is_the_order_by_probability():
    batch = ask(explore=0)
    assert batch.indices.tolist() == [1, 3, 2, 4, 0, 5]
    assert batch.reasons[0] == "The class looked for has 0.90 here."
    assert ask(explore=0, column=0).indices.tolist() == [5, 0, 4, 2, 3, 1]


def test_only_exploration_of_what_is_uncertain():
    batch = ask(explore=1, elsewhere="uncertain")
    assert batch.indices[0] == 2
    assert set(batch.indices[1:3]) == {3, 4}
    assert batch.reasons[0] == "The model cannot tell whether it is of the class looked for (0.50)."


def test_only_exploration_at_random():
    firsts = {int(ask(explore=1, seed=seed).indices[0]) for seed in range(60)}
    assert firsts == set(range(6))
    assert ask(explore=1).reasons[3] == "Drawn at random, to find what the model would overlook."


@pytest.mark.parametrize("elsewhere", ["random", "uncertain"])
def test_the_share_of_exploration(elsewhere):
    p = np.random.default_rng(0).dirichlet([1, 1], 2000)
    batch = asknext.select("most_likely", 1000, probabilities=p, explore=0.2, elsewhere=elsewhere)
    looked = sum(not reason.startswith("The class looked for") for reason in batch.reasons)
    assert 160 < looked < 240


def test_a_rare_class_is_found_and_its_unknown_kind_too():
    """Forty of one kind that the model knows, and ten of a kind that it takes for something else."""
    likely = np.concatenate([np.full(40, 0.9), np.full(10, 0.02), np.linspace(0.1, 0.3, 950)])
    p = np.column_stack([1 - likely, likely])
    batch = asknext.select("most_likely", 400, probabilities=p, explore=0.3)
    found = set(batch.indices.tolist())
    assert set(range(40)) <= found
    assert found & set(range(40, 50))
    assert not set(asknext.select("positive", 400, probabilities=p).indices.tolist()) & set(range(40, 50))
