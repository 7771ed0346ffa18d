"""Power, softmax and softrank acquisition, and epsilon-greedy: chance over any scorer."""

from collections import Counter
from itertools import permutations

import numpy as np
import pytest

import asknext
from asknext.errors import InputError
from asknext.strategies import build

P = np.array([[0.5, 0.5], [0.75, 0.25], [0.9, 0.1]])  # margins 1, 1/2, 1/5
MARGIN = np.array([1.0, 0.5, 0.2])
WEIGHTS = {"power": MARGIN**2, "softmax": np.exp(2 * MARGIN), "softrank": np.array([1.0, 2.0, 3.0]) ** -2}
DRAWS = 1500


def in_turn(weights, order):
    """The chance of drawing ``order`` one after the other without replacement (Plackett-Luce)."""
    left, chance = sum(weights), 1.0
    for item in order:
        chance *= weights[item] / left
        left -= weights[item]
    return chance


@pytest.mark.parametrize("name", WEIGHTS)
def test_batches_are_drawn_with_the_chances_of_the_paper(name):
    counts = Counter(
        tuple(asknext.select(name, 2, beta=2, probabilities=P, seed=seed).indices.tolist()) for seed in range(DRAWS)
    )
    for order in permutations(range(3), 2):
        expected = in_turn(WEIGHTS[name], order)
        assert abs(counts[order] / DRAWS - expected) < 4 * np.sqrt(expected * (1 - expected) / DRAWS)


@pytest.mark.parametrize("name", WEIGHTS)
def test_a_large_beta_is_the_order_of_the_scores(name):
    assert asknext.select(name, 3, beta=1e6, probabilities=P).indices.tolist() == [0, 1, 2]


def test_power_leaves_items_of_score_nought_to_the_end():
    sure = np.array([[1.0, 0.0]] * 5 + [[0.99, 0.01]] * 2)
    for seed in range(20):
        batch = asknext.select("power", 7, beta=0.01, probabilities=sure, seed=seed)
        assert set(batch.indices[:2].tolist()) == {5, 6}


def test_power_refuses_scores_below_nought():
    scorer = build("margin") - 2
    with pytest.raises(InputError, match=r"'combination' gives -1\.8: use 'softmax' or 'softrank' with scores below 0"):
        asknext.select("power", 1, scorer=scorer, probabilities=P)
    assert len(asknext.select("softmax", 2, scorer=scorer, probabilities=P)) == 2


def test_the_order_of_rows_makes_no_difference():
    p = np.random.default_rng(0).dirichlet(np.ones(3), 50)
    order = np.random.default_rng(1).permutation(50)
    for name in [*WEIGHTS, "epsilon_greedy"]:
        plain, shuffled = (asknext.select(name, 9, probabilities=rows) for rows in (p, p[order]))
        np.testing.assert_array_equal(plain.indices, order[shuffled.indices])


def test_reasons_say_that_it_was_chance():
    assert asknext.select("power", 1, probabilities=P).reasons[0].startswith("Drawn by chance in proportion. The model")


def test_epsilon_greedy_without_chance_is_the_scorer():
    assert asknext.select("epsilon_greedy", 3, epsilon=0, probabilities=P).indices.tolist() == [0, 1, 2]


def test_epsilon_greedy_chances():
    # First place by hand: the best with 1 - e + e / 3 = 0.8, each other one with e / 3 = 0.1.
    # Second place: 1 after 0 with 1 - e + e / 2 = 0.85; 0 after 1 likewise.
    counts = Counter(
        tuple(asknext.select("epsilon_greedy", 2, epsilon=0.3, probabilities=P, seed=seed).indices.tolist())
        for seed in range(DRAWS)
    )
    expected = {(0, 1): 0.68, (0, 2): 0.12, (1, 0): 0.085, (1, 2): 0.015, (2, 0): 0.085, (2, 1): 0.015}
    for order, chance in expected.items():
        assert abs(counts[order] / DRAWS - chance) < 4 * np.sqrt(chance * (1 - chance) / DRAWS)


def test_epsilon_greedy_says_which_items_were_chance():
    p = np.random.default_rng(0).dirichlet(np.ones(3), 400)
    batch = asknext.select("epsilon_greedy", 200, epsilon=0.25, probabilities=p)
    drawn = [reason.startswith("Drawn at random") for reason in batch.reasons]
    assert 25 < sum(drawn) < 80
    chosen = [score for score, chance in zip(batch.scores, drawn, strict=True) if not chance]
    assert chosen == sorted(chosen, reverse=True)


@pytest.mark.parametrize("value", [-0.1, 1.1, "half"])
def test_epsilon_is_a_probability(value):
    with pytest.raises(InputError, match=r"'epsilon' of strategy 'epsilon_greedy' is .* from 0 to 1"):
        build({"name": "epsilon_greedy", "epsilon": value})


def test_power_bald_is_power_over_bald():
    committee = np.random.default_rng(0).dirichlet(np.ones(3), (4, 30))
    one = asknext.select("power_bald", 8, committee=committee, seed=3, beta=2.0)
    other = asknext.select("power", 8, committee=committee, seed=3, beta=2.0, scorer="bald")
    assert one.indices.tolist() == other.indices.tolist()
    assert asknext.strategies()["power_bald"].needs == ("committee",)
