"""Those who know and those who answer by habit."""

import numpy as np
from tests.quality.crowd import made_crowd

from asknext.quality.consensus import consensus
from asknext.quality.consensus.mace import _Habits
from asknext.quality.votes import votes_from_matrix


def test_a_habit_is_told_from_knowing():
    """The last always says 2 without looking."""
    votes, truth = made_crowd(n=500, share=1.0, skills=[0.8, 0.8, 0.8])
    table = np.column_stack([votes.matrix(), np.full(500, 2)])
    found = consensus("mace", votes_from_matrix(table, 3))
    assert (found.confusion[3, :, 2] > 0.98).all()
    assert (found.labels == truth).mean() >= (consensus("mace", votes).labels == truth).mean() - 0.01


def test_a_step_splits_right_votes_into_known_and_lucky():
    """Of 10 votes 8 were right by others; knowing 0.8 and a habit of 1/2 make 0.8 / 0.9 of these known."""
    habits = _Habits(1, 2, smoothing=1e-12)
    habits._step(np.array([[8.0, 0.0]]), np.array([[8.0, 2.0]]))
    np.testing.assert_allclose(habits._knows, [8 * (0.8 / 0.9) / 10])
    lucky = 8 * (0.1 / 0.9)
    np.testing.assert_allclose(habits._habit, [[lucky / (lucky + 2), 2 / (lucky + 2)]])


def test_more_starts_are_never_less_likely():
    votes, _ = made_crowd(n=40, share=0.3, skills=[0.4, 0.5, 0.6, 0.7])
    one, several = (consensus("mace", votes, restarts=restarts, seed=1) for restarts in (1, 6))
    assert several.course.log_likelihood >= one.course.log_likelihood
    again = consensus("mace", votes, restarts=6, seed=1)
    assert (again.posterior == several.posterior).all()
