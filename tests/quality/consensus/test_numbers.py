"""One number from several: worked by hand, and on annotators made up with bias and noise."""

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.quality.consensus.numbers import number_consensus
from asknext.quality.number_votes import NumberVotes


def table_votes(table) -> NumberVotes:
    items, annotators = np.nonzero(~np.isnan(table))
    return NumberVotes(items, annotators, np.asarray(table)[items, annotators], *np.shape(table))


def made(seed=0, n=200):
    rng = np.random.default_rng(seed)
    truth, bias, noise = rng.normal(0, 10, n), np.array([0, 0, 15.0, -15.0, 0]), np.array([1, 2, 3, 3, 20.0])
    table = truth[:, None] + bias + rng.normal(0, 1, (n, 5)) * noise
    table[rng.random((n, 5)) < 0.3] = np.nan
    return table_votes(table), truth, bias, noise


def test_mean_and_median_by_hand():
    votes = table_votes(np.array([[1, 2, 6.0], [4, np.nan, 5], [7, np.nan, np.nan], [np.nan] * 3]))
    mean, median = number_consensus("mean", votes), number_consensus("median", votes)
    np.testing.assert_allclose(mean.value, [3, 4.5, 7, np.nan])
    np.testing.assert_allclose(median.value, [2, 4.5, 7, np.nan])
    half = 1.959964 * np.std([1, 2, 6], ddof=1) / np.sqrt(3)
    np.testing.assert_allclose(mean.high[0] - 3, half, rtol=1e-5)
    assert np.isnan(mean.low[2])
    np.testing.assert_allclose(mean.bias, [(-2 - 0.5 + 0) / 3, -1, (3 + 0.5) / 2])


def test_weights_find_who_is_biased_and_who_is_vague():
    votes, truth, bias, noise = made()
    found = number_consensus("weighted", votes)
    voted = ~np.isnan(found.value)
    np.testing.assert_allclose((found.bias - found.bias[0])[:4], bias[:4], atol=1.5)
    np.testing.assert_allclose(found.deviation[1:], noise[1:], rtol=0.35)
    assert found.deviation.argmin() == 0
    error = {
        name: np.nanmean((number_consensus(name, votes).value - truth) ** 2) for name in ("mean", "median", "weighted")
    }
    assert error["weighted"] < 0.2 * min(error["mean"], error["median"])
    assert found.course.converged
    inside = (found.low <= truth) & (truth <= found.high)
    assert inside[voted].mean() > 0.85


def test_what_is_the_same_from_all_is_that():
    votes = table_votes(np.array([[3.0, 3.0], [3.0, 3.0]]))
    for name in ("mean", "median", "weighted"):
        np.testing.assert_allclose(number_consensus(name, votes).value, 3.0)


def test_no_votes_and_wrong_names():
    empty = NumberVotes([], [], [], 2, 1)
    for name in ("mean", "median", "weighted"):
        assert np.isnan(number_consensus(name, empty).value).all()
    with pytest.raises(InputError, match="weighted"):
        number_consensus("weigthed", empty)
