"""Ranks, or what is missing for them."""

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.measures import critical_difference, nemenyi_difference, rank_strategies, wilcoxon_holm
from asknext.measures.ranking import least_data_sets

NAMES = ["a", "b", "random"]


def areas(data_sets, seeds, gap=0.05):
    rng, better = np.random.default_rng(0), np.array([gap, gap / 2, 0])
    return {f"set {at}": rng.normal(0.7, 0.02, (seeds, 3)) + better for at in range(data_sets)}


def test_over_data_sets_each_counts_once():
    values = areas(8, 6)
    found = rank_strategies(values, NAMES)
    means = np.array([table.mean(axis=0) for table in values.values()])
    assert found.refused is None
    assert found.over_data_sets == critical_difference(means, NAMES)
    assert found.over_data_sets.n == 8
    assert found.pairs == wilcoxon_holm(means, NAMES)
    assert set(found.within) == set(values)


def test_too_few_seeds_are_refused_with_a_number():
    found = rank_strategies(areas(8, 3), NAMES)
    assert found.over_data_sets is None
    assert found.pairs == ()
    assert found.within == {}
    assert "3 seeds have a value for every strategy, at least 5 are needed" in found.refused
    assert "To tell the two best there apart" in found.refused
    assert found.needed["set 0"].have == 3
    alone = rank_strategies(areas(8, 1), NAMES)
    assert "Two are the least" in alone.refused


def test_equals_are_told_apart_by_no_number_of_seeds():
    equal = {"x": np.array([[0.5, 0.4, 0.3], [0.4, 0.5, 0.3]])}
    assert "no number of seeds" in rank_strategies(equal, NAMES).refused


def test_one_data_set_is_compared_over_its_seeds():
    found = rank_strategies(areas(1, 10), NAMES)
    assert "one data set says nothing about others, at least 5 are needed" in found.refused
    assert "takes about" in found.refused
    assert len(found.within["set 0"]) == 3
    assert found.over_data_sets is None


def test_seeds_with_missing_values_are_left_out_for_all():
    values = areas(6, 6)
    values["set 2"][0, 1] = np.nan
    found = rank_strategies(values, NAMES)
    assert found.seeds["set 2"] == 5
    assert found.refused is None
    values["set 2"][1, 0] = np.nan
    assert "on set 2 4 seeds" in rank_strategies(values, NAMES).refused


@pytest.mark.parametrize("k", [2, 3, 10, 40])
def test_a_clear_result_can_show(k):
    assert nemenyi_difference(k, least_data_sets(k)) < k - 1


def test_what_cannot_be_ranked():
    with pytest.raises(InputError, match="no data set"):
        rank_strategies({}, NAMES)
    with pytest.raises(InputError, match="expected seeds x 3"):
        rank_strategies({"x": np.ones((5, 2))}, NAMES)
