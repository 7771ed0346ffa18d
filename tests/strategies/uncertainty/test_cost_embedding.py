import numpy as np
import pytest

import asknext
from asknext.errors import InputError
from asknext.strategies.uncertainty.cost_embedding import embedded_classes


def across(cost):
    truths, guesses = embedded_classes(np.asarray(cost, dtype=float))
    return np.sqrt(((truths[:, None] - guesses[None]) ** 2).sum(axis=2))


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_equal_costs_are_a_simplex(size):
    np.testing.assert_allclose(across(1 - np.eye(size)), 1 - np.eye(size), atol=1e-5)


def test_costs_that_are_distances_are_kept():
    cost = np.abs(np.subtract.outer([0.0, 1.0, 3.0, 7.0], [0.0, 1.0, 3.0, 7.0]))
    np.testing.assert_allclose(across(cost), cost, atol=1e-4)


def test_costs_that_differ_by_direction_are_kept_in_order():
    cost = np.array([[0.0, 1.0, 4.0], [3.0, 0.0, 2.0], [1.0, 5.0, 0.0]])
    found = across(cost)
    order = np.argsort(cost, axis=None)
    assert np.corrcoef(found.ravel()[order], cost.ravel()[order])[0, 1] > 0.9
    assert abs(found - cost).mean() < 1.0  # these costs are no distances: guessing 2 for 0 costs more than by way of 1


def test_between_two_classes_that_are_dear_to_mistake_is_asked_first():
    rng = np.random.default_rng(0)
    centres = np.array([[0.0, 0.0], [6.0, 0.0], [3.0, 6.0]])
    known = np.repeat(centres, 8, axis=0) + rng.normal(size=(24, 2)) * 0.3
    between = np.array([[3.0, 0.0], [1.5, 3.0], [4.5, 3.0]])  # of classes 0-1, 0-2 and 1-2
    x, labels = np.vstack([known, between]), [*np.repeat([0, 1, 2], 8), None, None, None]
    for dear, row in (((0, 1), 24), ((0, 2), 25), ((1, 2), 26)):
        cost = 1.0 - np.eye(3)
        cost[dear] = cost[dear[::-1]] = 1.5
        batch = asknext.select({"name": "cost_embedding", "cost": cost.tolist(), "ridge": 0.01, "width": 3}, 1,
                               embeddings=x, labels=labels)  # fmt: skip
        assert batch.indices.tolist() == [row]


def test_labels_that_are_not_in_the_table_are_refused():
    with pytest.raises(InputError, match="cost is for 2 classes, but the labels are of 3"):
        asknext.select(
            {"name": "cost_embedding", "cost": [[0, 1], [1, 0]]}, 1, embeddings=np.eye(4), labels=["a", "b", "c", None]
        )
