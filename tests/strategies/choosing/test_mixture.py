import numpy as np
import pytest

from asknext import PoolView
from asknext.strategies import build
from asknext.strategies.choosing.experts import Experts
from asknext.strategies.choosing.mixture import draw

P = np.array([[0.9, 0.1], [0.5, 0.5], [0.6, 0.4], [0.8, 0.2], [0.7, 0.3]])
SURE_FIRST = {"name": "combination", "operator": "-", "left": 1.0, "right": "margin"}


def drawn(names, shares, n, seed=0, labelled=()):
    view = PoolView(5, labelled=np.array(labelled, dtype=np.int64), probabilities=P)
    return draw(Experts(map(build, names)), np.array(shares), view, n, np.random.default_rng(seed), "albl")


def test_a_strategy_that_has_all_the_share_is_followed():
    found = drawn(["margin", SURE_FIRST], [1.0, 0.0], 5)
    assert found.rows.tolist() == [1, 2, 4, 3, 0]
    assert found.chances.tolist() == [1, 1, 1, 1, 1]
    assert drawn(["margin", SURE_FIRST], [0.0, 1.0], 3, labelled=[3]).rows.tolist() == [0, 4, 2]


def test_the_chance_of_a_row_is_that_of_all_who_propose_it():
    for seed in range(20):
        found = drawn(["margin", "margin", SURE_FIRST, "random"], [0.2, 0.3, 0.4, 0.1], 1, seed)
        chance = {1: 0.52, 0: 0.42}.get(int(found.rows[0]), 0.02)
        assert found.chances[0] == pytest.approx(chance)
        np.testing.assert_allclose(found.advice @ [0.2, 0.3, 0.4, 0.1], found.chances)


def test_the_chance_is_how_often_a_row_is_drawn():
    firsts = [int(drawn(["margin", "random"], [0.5, 0.5], 2, seed).rows[1]) for seed in range(1000)]
    # second place: row 1 is drawn first with .6; then 2 with .5 + .5/4, else margin gives 1 with .5 + .5/4
    expected_1 = 0.1 * 4 * (0.5 + 0.125)
    assert np.mean(np.array(firsts) == 1) == pytest.approx(expected_1, abs=0.05)
    assert np.mean(np.array(firsts) == 2) == pytest.approx(0.6 * 0.625 + 0.3 * 0.125, abs=0.05)


def test_no_row_twice_though_all_propose_the_same():
    found = drawn(["margin", "entropy"], [0.5, 0.5], 5, 3)
    assert sorted(found.rows.tolist()) == [0, 1, 2, 3, 4]
