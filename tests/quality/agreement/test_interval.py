"""Intervals over items drawn again."""

import numpy as np
import pytest

from asknext.quality.agreement.fleiss import fleiss_of_counts
from asknext.quality.agreement.interval import bootstrap_over_items, count_patterns
from asknext.quality.agreement.krippendorff import alpha_of_counts
from asknext.quality.agreement.raw import raw_of_counts
from asknext.quality.agreement.summary import COEFFICIENTS, agreement
from asknext.quality.votes import votes_from_matrix


def drawn_table(seed, n=80):
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 3, (n, 1))
    return np.where(rng.random((n, 4)) < 0.7, truth, rng.integers(0, 3, (n, 4)))


def test_patterns_stand_for_the_items():
    counts = votes_from_matrix([[0, 0], [1, 0], [0, 1], [-1, -1], [0, 0]]).counts()
    rows, times = count_patterns(counts)
    assert sorted(zip(rows.tolist(), times.tolist(), strict=True)) == [([1, 1], 2), ([2, 0], 2)]


def test_many_classes_and_votes_have_patterns_too():
    rng = np.random.default_rng(0)
    counts = rng.integers(0, 40, (5, 30)).astype(float)
    rows, times = count_patterns(np.concatenate([counts, counts[:2]]))
    assert sorted(times.tolist()) == [1, 1, 1, 2, 2]
    assert len(rows) == 5


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_weights_of_patterns_are_the_items_repeated(name):
    """What the bootstrap leans on: a row counted three times is three rows."""
    rng, statistic = np.random.default_rng(5), COEFFICIENTS[name]
    counts = rng.integers(0, 4, (12, 3)).astype(float)
    times = rng.integers(0, 4, (6, 12)).astype(float)
    alone = [float(statistic(np.repeat(counts, row.astype(int), axis=0), None)) for row in times]
    np.testing.assert_allclose(statistic(counts, times), alone)


def test_the_same_seed_gives_the_same_interval_around_the_value():
    counts = votes_from_matrix(drawn_table(0)).counts()
    first, again, other = (bootstrap_over_items(fleiss_of_counts, counts, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert first.low < first.value < first.high


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    truth = float(raw_of_counts(votes_from_matrix(drawn_table(99, n=50_000)).counts()))
    inside = 0
    for seed in range(60):
        found = bootstrap_over_items(
            raw_of_counts, votes_from_matrix(drawn_table(seed)).counts(), seed=seed, replicates=200
        )
        inside += found.low <= truth <= found.high
    assert 51 <= inside <= 60


def test_without_two_votes_there_is_no_interval():
    found = bootstrap_over_items(alpha_of_counts, votes_from_matrix([[0, -1], [-1, 1]]).counts())
    assert np.isnan([found.value, found.low, found.high]).all()
    assert np.isnan(bootstrap_over_items(alpha_of_counts, np.zeros((3, 2))).value)


def test_a_table_of_all():
    found = agreement(votes_from_matrix(drawn_table(3)), seed=4)
    assert list(found) == ["raw", "fleiss", "krippendorff", "gwet"]
    assert found["raw"].value > found["fleiss"].value
