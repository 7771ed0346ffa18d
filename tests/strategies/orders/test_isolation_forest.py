"""Cuts of an isolation forest: along the features that differ, whichever way they are found."""

from __future__ import annotations

import numpy as np
import pytest

from asknext.strategies.orders.isolation_forest import IsolationForest, _differing

RNG = np.random.default_rng(4)


@pytest.mark.parametrize(
    "points",
    [
        RNG.normal(size=(60, 7)),
        RNG.integers(0, 2, (60, 7)).astype(float),
        np.where(RNG.random((60, 7)) < 0.9, 0.0, RNG.random((60, 7))),
        np.repeat(RNG.normal(size=(6, 7)), 10, axis=0),
        np.zeros((60, 7)),
    ],
    ids=["all differ", "binary", "mostly zero", "copies", "nothing differs"],
)
def test_the_feature_is_the_highest_of_those_that_differ(points: np.ndarray) -> None:
    rows, sizes = RNG.permutation(60), np.array([1, 2, 5, 12, 40])
    order = RNG.random((5, 7))
    feature, below, above = _differing(points, rows, sizes, order)
    for node, members in enumerate(np.split(rows, np.cumsum(sizes)[:-1])):
        low, high = points[members].min(axis=0), points[members].max(axis=0)
        if not (high > low).any():
            assert above[node] == below[node]
            continue
        best = max(np.flatnonzero(high > low), key=lambda each: order[node, each])
        assert (feature[node], below[node], above[node]) == (best, low[best], high[best])


def test_a_feature_that_never_differs_tells_nothing() -> None:
    points = np.zeros((50, 30))
    points[:, 11] = np.arange(50.0)
    forest = IsolationForest(points, 50, np.random.default_rng(0))
    far, inside = np.zeros((1, 30)), np.zeros((1, 30))
    far[0, 11], inside[0, 11] = 1000.0, 25.0
    elsewhere = inside.copy()
    elsewhere[0, 3] = 1000.0
    assert forest.anomaly(far) > forest.anomaly(inside)
    assert forest.anomaly(elsewhere) == forest.anomaly(inside)
