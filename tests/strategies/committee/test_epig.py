"""Expected predictive information gain."""

from itertools import product

import numpy as np
import pytest

import asknext
from asknext import PoolView
from asknext.strategies import build


def gain(committee, item, targets):
    """The mean over targets of the mutual information of two labels, as a sum over all pairs of labels."""
    classes = range(committee.shape[2])
    found = 0.0
    for target in targets:
        for y, z in product(classes, classes):
            joint = np.mean(committee[:, item, y] * committee[:, target, z])
            apart = committee[:, item, y].mean() * committee[:, target, z].mean()
            found += joint * np.log(joint / apart)
    return found / len(targets)


def test_it_is_the_definition():
    committee = np.random.default_rng(0).dirichlet(np.ones(3), (4, 15))
    view = PoolView(15, labelled=np.array([3, 8]), committee=committee)
    expected = [gain(committee, item, view.unlabelled) for item in view.unlabelled]
    np.testing.assert_allclose(build("epig").score(view), expected, atol=1e-10)


def test_worked_numbers():
    # Two members, sure of opposite answers on items 0 and 1: each tells the other, log 2. Item 2 is the same to both.
    committee = np.array([[[1, 0], [1, 0], [0.5, 0.5]], [[0, 1], [0, 1], [0.5, 0.5]]], dtype=float)
    scores = build("epig").score(PoolView(3, committee=committee))
    np.testing.assert_allclose(scores, np.array([2, 2, 0]) * np.log(2) / 3, atol=1e-10)


def test_odd_items_that_nothing_depends_on_come_last():
    # Members disagree on item 0 alone in one way, and on all others in another.
    members = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    first = np.stack([np.where(members[:, which] == 1, 0.9, 0.1) for which in [0, *[1] * 9]], axis=1)
    committee = np.stack([first, 1 - first], axis=2)
    assert asknext.select("epig", 10, committee=committee).indices[-1] == 0


@pytest.mark.parametrize("targets", [1, 5])
def test_targets_are_drawn_by_the_seed(targets):
    committee = np.random.default_rng(1).dirichlet(np.ones(2), (3, 30))
    rows = np.sort(np.random.default_rng(7).choice(30, targets, replace=False))
    scores = build({"name": "epig", "targets": targets, "target_seed": 7}).score(PoolView(30, committee=committee))
    np.testing.assert_allclose(scores, [gain(committee, item, rows) for item in range(30)], atol=1e-10)
