"""Expectation maximisation over confusion matrices: against loops, and against the one of the strategies."""

import numpy as np
from tests.quality.crowd import em_by_loops, made_crowd

from asknext.quality.consensus import consensus
from asknext.quality.consensus import expectation_maximisation as engine
from asknext.quality.consensus import vote_table as blocks
from asknext.quality.votes import votes_from_matrix


def test_it_is_what_loops_give():
    votes, _ = made_crowd(n=30, people=4, share=0.3)
    assert votes.per_item().min() == 0
    posterior, confusion, _ = em_by_loops(votes, 4, right=0.5, wrong=0.01)
    found = consensus("dawid_skene", votes, iterations=4, tolerance=0.0)
    np.testing.assert_allclose(found.posterior, posterior, atol=1e-10)
    np.testing.assert_allclose(found.confusion, confusion, atol=1e-10)
    assert not found.course.converged


def test_blocks_of_items_give_what_one_block_gives(monkeypatch):
    votes, _ = made_crowd(n=700)
    whole = consensus("dawid_skene", votes)
    monkeypatch.setattr(blocks, "_CELLS", 1)
    parts = consensus("dawid_skene", votes)
    assert len(blocks.vote_table(votes, 3).blocks) == 3
    np.testing.assert_allclose(parts.posterior, whole.posterior, atol=1e-9)
    assert parts.course.iterations == whole.course.iterations


def test_taking_off_the_peak_changes_nothing(monkeypatch):
    votes, _ = made_crowd(n=50)
    plain = consensus("dawid_skene", votes)
    monkeypatch.setattr(engine, "_NO_UNDERFLOW", 0.0)
    careful = consensus("dawid_skene", votes)
    np.testing.assert_allclose(careful.posterior, plain.posterior, atol=1e-12)
    np.testing.assert_allclose(careful.course.log_likelihood, plain.course.log_likelihood)


def test_thousands_of_votes_for_an_item_do_not_underflow():
    table = np.random.default_rng(0).integers(0, 2, (4, 3000))
    found = consensus("dawid_skene", votes_from_matrix(table))
    assert np.isfinite(found.posterior).all()
    np.testing.assert_allclose(found.posterior.sum(axis=1), 1.0)


def test_the_likelihood_never_falls():
    votes, _ = made_crowd(n=100, share=0.4)
    reached = [
        consensus("dawid_skene", votes, right=1e-6, wrong=1e-6, iterations=rounds, tolerance=0.0).course.log_likelihood
        for rounds in range(1, 12)
    ]
    assert (np.diff(reached) >= -1e-6).all()


def test_an_annotator_with_few_votes_is_taken_to_be_like_the_others():
    """Class 1 is mixed up with 0 by all; the newcomer's single vote cannot have shown that."""
    rng = np.random.default_rng(2)
    truth = rng.integers(0, 3, 500)
    said = np.where((truth[:, None] == 1) & (rng.random((500, 4)) < 0.4), 0, truth[:, None])
    said[1:, 3] = -1
    votes = votes_from_matrix(said, 3)
    alone, together = (consensus(name, votes).confusion[3, 1] for name in ("dawid_skene", "hierarchical"))
    assert together[0] > alone[0] + 0.1
    assert together[2] < 0.05


def test_the_skill_of_those_who_are_unsure_of_each_other_is_found_with_wide_intervals():
    """Three votes an item by people right seven times in ten: most of the others are often wrong."""
    skills = np.linspace(0.5, 0.9, 12)
    votes, _ = made_crowd(n=3000, classes=4, share=0.25, skills=skills)
    by_model, by_majority = consensus("dawid_skene", votes).skill, consensus("majority", votes).skill
    assert np.abs(by_model.value - skills).mean() < 0.02
    assert np.abs(by_majority.value - skills).mean() > 0.04
    assert ((by_model.low <= skills) & (skills <= by_model.high)).mean() > 0.8
    assert (by_model.tries < votes.per_annotator()).all()
