"""A regression tree shares the batch among its leaves."""

import numpy as np
import pytest

import asknext

RNG = np.random.default_rng(0)
# Two far groups: labels of the left vary, those of the right do not.
LEFT, RIGHT = RNG.normal(0, 0.1, (40, 1)), RNG.normal(100, 0.1, (40, 1))
X = np.vstack([LEFT, RIGHT])
LABELS = np.full(80, None, dtype=object)
LABELS[:10] = [0.0, 10.0, 0.0, 10.0, 0.0, 10.0, 0.0, 10.0, 0.0, 10.0]
LABELS[40:50] = 500.0


def chosen(n, labels=LABELS, **parameters):
    spec = {"name": "regression_tree", "least": 10, **parameters}
    return asknext.select(spec, n, embeddings=X, labels=labels)


def test_a_leaf_whose_labels_do_not_vary_gets_nothing():
    batch = chosen(6)
    assert (batch.indices < 40).all()
    np.testing.assert_allclose(batch.scores, 1.0)


def test_shares_go_by_the_root_of_size_times_variance():
    labels = LABELS.copy()
    labels[40:50] = [500.0, 540.0] * 5  # four times the deviation of the left, so 4/5 of the batch
    batch = chosen(10, labels)
    assert (batch.indices >= 40).sum() == 8
    assert batch.scores.tolist() == pytest.approx([0.8] * 8 + [0.2] * 2)


def test_a_full_leaf_passes_on_what_it_cannot_take():
    assert len(set(chosen(45).indices.tolist())) == 45


def test_before_there_is_a_tree_it_is_greedy_sampling():
    labels = [1.0, *[None] * 79]
    batch = asknext.select({"name": "regression_tree", "least": 5}, 5, embeddings=X, labels=labels)
    plain = asknext.select("greedy_sampling_x", 5, embeddings=X, labels=labels)
    assert batch.indices.tolist() == plain.indices.tolist()


def test_within_a_leaf_at_random_differs_by_seed():
    spec = {"name": "regression_tree", "least": 10, "within": "random"}
    batches = {tuple(asknext.select(spec, 5, embeddings=X, labels=LABELS, seed=s).indices.tolist()) for s in range(5)}
    assert len(batches) == 5
