"""Able annotators and hard items."""

import numpy as np
from tests.quality.crowd import made_crowd

from asknext.quality.consensus import consensus
from asknext.quality.consensus.given import Given
from asknext.quality.consensus.glad import _Fit
from asknext.quality.votes import votes_from_matrix


def test_hard_items_are_found_hard():
    rng = np.random.default_rng(0)
    truth, hard = rng.integers(0, 3, 400), np.arange(400) < 100
    right = rng.random((400, 9)) < np.where(hard, 0.45, 0.95)[:, None]
    table = np.where(right, truth[:, None], (truth[:, None] + rng.integers(1, 3, (400, 9))) % 3)
    found = consensus("glad", votes_from_matrix(table, 3))
    assert found.difficulty[hard].mean() > found.difficulty[~hard].mean() + 0.5
    assert np.isnan(consensus("glad", votes_from_matrix([[0, 0], [-1, -1]])).difficulty[1])


def test_the_posterior_is_by_the_formula():
    votes, _ = made_crowd(n=20, people=4)
    fit = _Fit(votes, Given())
    rng = np.random.default_rng(1)
    fit.ability, fit.ease = rng.normal(1, 1, 4), rng.normal(1, 0.5, 20)
    reached = fit.expect()
    likelihood = 0.0
    for item in range(20):
        chances = np.full(3, 1 / 3)
        for vote in np.flatnonzero(votes.items == item):
            right = 1 / (1 + np.exp(-fit.ability[votes.annotators[vote]] * np.exp(fit.ease[item])))
            chances *= np.where(np.arange(3) == votes.labels[vote], right, (1 - right) / 2)
        np.testing.assert_allclose(fit.posterior[item], chances / chances.sum(), atol=1e-12)
        likelihood += np.log(chances.sum())
    prior = -0.5 * (((fit.ability - 1) ** 2).sum() + ((fit.ease - 1) ** 2).sum())
    np.testing.assert_allclose(reached, likelihood + prior)


def test_what_is_maximised_does_not_fall():
    votes, _ = made_crowd(n=150, share=0.5)
    reached = [
        consensus("glad", votes, iterations=rounds, tolerance=0.0).course.log_likelihood for rounds in range(1, 10)
    ]
    assert (np.diff(reached) > -1e-3).all()


def test_it_ends_at_a_top():
    """No ability moved a little makes what was found likelier."""
    votes, _ = made_crowd(n=60, people=5, share=0.8)
    fit = _Fit(votes, Given())
    for _ in range(300):
        fit.maximise()
        best = fit.expect()
    for at in range(5):
        for step in (-0.02, 0.02):
            fit.ability[at] += step
            assert fit.expect() < best
            fit.ability[at] -= step
