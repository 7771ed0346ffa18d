"""Uncertainty where some mistakes cost more than others."""

import json

import numpy as np
import pytest

import asknext
from asknext.errors import InputError
from asknext.strategies import build

COST = [[0, 1, 4], [2, 0, 1], [10, 1, 0]]


def test_worked_numbers(score):
    p = np.array([[0.5, 0.3, 0.2], [0.1, 0.8, 0.1]])
    # Expected costs of the guesses, row 1: .6 + 2, .5 + .2, 2 + .3 = 2.6, .7, 2.3; row 2: 2.6, .2, 1.2.
    np.testing.assert_allclose(score({"name": "cost_matrix_uncertainty", "cost": COST}, p), [0.7, 0.2])
    margin = {"name": "cost_matrix_uncertainty", "cost": COST, "method": "margin"}
    np.testing.assert_allclose(score(margin, p), [-1.6, -1.0])


@pytest.mark.parametrize(("method", "same"), [("expected_cost", "least_confidence"), ("margin", "margin")])
def test_equal_costs_are_the_usual_rules(score, method, same):
    p = np.random.default_rng(0).dirichlet(np.ones(4), 50)
    for cost in (None, (1 - np.eye(4)).tolist()):
        found = score({"name": "cost_matrix_uncertainty", "cost": cost, "method": method}, p)
        np.testing.assert_allclose(found - found[0], score(same, p) - score(same, p)[0], atol=1e-12)


def test_a_table_survives_json():
    strategy = build({"name": "cost_matrix_uncertainty", "cost": np.array(COST)})
    assert build(json.loads(json.dumps(strategy.describe()))) == strategy


@pytest.mark.parametrize(
    ("cost", "found"),
    [
        ([[0, 1]], r"has shape \(1, 2\)"),
        ([[0, -1], [1, 0]], r"holds -1\.0"),
        ([[0, float("nan")], [1, 0]], "holds nan"),
        ("dear", "is 'dear'"),
    ],
)
def test_a_table_that_is_none(cost, found):
    with pytest.raises(InputError, match=f"'cost' of strategy 'cost_matrix_uncertainty' {found}, but must be a square"):
        build({"name": "cost_matrix_uncertainty", "cost": cost})


def test_a_table_for_other_classes():
    with pytest.raises(InputError, match="cost is for 3 classes, but the probabilities are for 2"):
        asknext.select("cost_matrix_uncertainty", 1, cost=COST, probabilities=np.full((4, 2), 0.5))
