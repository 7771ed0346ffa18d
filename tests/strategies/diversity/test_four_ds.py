import numpy as np
import pytest

import asknext
from asknext.strategies.diversity.four_ds import distribution, mixture_weights


def groups(sizes, seed=0):
    """Far clumps of the given sizes, and the clump of each item."""
    which = np.repeat(np.arange(len(sizes)), sizes)
    centres = 50.0 * np.eye(max(len(sizes), 2))[which]
    return centres + np.random.default_rng(seed).normal(size=centres.shape), which


def test_components_that_have_their_share_of_labels_are_served():
    shares = np.array([[1.0, 0.0], [0.0, 1.0]])
    found = distribution(np.array([0.5, 0.5]), shares, np.array([1.0, 0.0]), 1)
    assert found.tolist() == [0.5, 1.0]  # a second label of the first component leaves the other without any


def test_a_batch_counts_what_it_has_chosen_and_not_what_it_will_choose():
    """The mean is over the labelled, the chosen and the item: not over the size of the whole batch."""
    x, which = groups([30, 30, 30])
    p = np.tile([0.6, 0.4], (90, 1))
    for seed in range(5):
        batch = asknext.select({"name": "four_ds", "components": 3}, 6, probabilities=p, embeddings=x, seed=seed)
        assert np.bincount(which[batch.indices[:3]], minlength=3).tolist() == [1, 1, 1]
        assert np.bincount(which[batch.indices], minlength=3).tolist() == [2, 2, 2]


def test_weights_sum_to_one_and_follow_the_labels():
    unsure, density = np.array([0.2, 0.4]), np.array([0.5, 1.0])
    assert mixture_weights(1.0, unsure, density, 0.3, 0) == (0.0, 0.0, 1.0, 0.0)
    first = mixture_weights(0.5, unsure, density, 0.3, 0)
    assert first == pytest.approx((0.5 * 0.25, 0.5 - 0.125, 0.5, 0.0))
    later = mixture_weights(1.0, unsure, density, 0.3, 2)
    assert later == pytest.approx((0.0, 0.0, 0.7, 0.3))
    assert sum(mixture_weights(0.4, unsure, density, 0.3, 1)) == pytest.approx(1.0)


def test_labels_in_all_components_turn_it_to_the_boundary():
    x, which = groups([40, 40])
    first = np.random.default_rng(1).uniform(0.6, 0.99, 80)
    first[17] = 0.501
    p = np.stack([first, 1 - first], axis=1)
    labelled = [*range(5), *range(40, 45)]
    batch = asknext.select(
        {"name": "four_ds", "components": 2}, 3, probabilities=p, embeddings=x, labelled=labelled, seed=0
    )
    assert which[batch.indices].min() >= 0
    far = asknext.select({"name": "four_ds", "components": 2}, 1, probabilities=p, embeddings=x, labelled=[0], seed=0)
    assert which[far.indices[0]] == 1  # the clump without a label
