"""Merged configurations: few in place of many, and a bound of what all tell."""

import numpy as np
import pytest

from asknext.strategies.committee.batch_bald import Configurations
from asknext.strategies.committee.merged_configurations import merged_configurations


def configurations(seed, sharpness):
    rng = np.random.default_rng(seed)
    return rng.dirichlet(np.ones(300)), rng.dirichlet(np.full(5, sharpness), 300)


@pytest.mark.parametrize("sharpness", [2.0, 0.2, 0.01])
def test_the_mean_over_all_stays(sharpness):
    likely, members = configurations(0, sharpness)
    few, merged = merged_configurations(likely, members, 32)
    assert len(few) <= 32
    np.testing.assert_allclose(few.sum(), 1.0)
    np.testing.assert_allclose(few @ merged, likely @ members)
    np.testing.assert_allclose(merged.sum(axis=1), 1.0)


def test_equal_configurations_become_one():
    few, merged = merged_configurations(np.full(50, 0.02), np.tile([[0.2, 0.8], [0.5, 0.5]], (25, 1)), 32)
    assert sorted(map(tuple, np.round(merged, 12).tolist())) == [(0.2, 0.8), (0.5, 0.5)]
    np.testing.assert_allclose(few, 0.5)


@pytest.mark.parametrize(("configurations", "picks"), [(4096, 4), (200, 6)])
def test_ceilings_are_above_the_gains_and_near_them(configurations, picks):
    rng = np.random.default_rng(1)
    committee = rng.dirichlet(np.full(4, 0.7), (5, 200))
    batch = Configurations(5, configurations, rng)
    for row in range(picks):
        batch.add(committee[:, row])
        gains, ceilings = batch.gains(committee), batch.ceilings(committee)
        assert (ceilings >= gains).all()
        assert (ceilings[gains > 1e-3] < 1.5 * gains[gains > 1e-3] + 0.01).all()
