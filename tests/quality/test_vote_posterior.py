"""Bayes' rule over the votes of an item: worked by hand, for one item and for many."""

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.quality.vote_posterior import confusion_of_accuracies, vote_posterior, vote_posteriors
from asknext.quality.votes import votes_from_matrix


def test_two_against_one_by_hand():
    """0.8 * 0.7 * (1 - 0.9) for the first class against 0.2 * 0.3 * 0.9 for the second."""
    found = vote_posterior([(0, 0), (1, 0), (2, 1)], [0.8, 0.7, 0.9], n_classes=2)
    first, second = 0.8 * 0.7 * 0.1, 0.2 * 0.3 * 0.9
    np.testing.assert_allclose(found, [first / (first + second), second / (first + second)])


def test_without_votes_the_prior_comes_back():
    np.testing.assert_allclose(vote_posterior([], [0.9], [0.2, 0.5, 0.3]), [0.2, 0.5, 0.3])
    np.testing.assert_allclose(vote_posterior([(0, -1)], [0.9], [0.2, 0.8]), [0.2, 0.8])


def test_mistakes_as_regular_as_answers_say_as_much():
    opposite = [[[0.1, 0.9], [0.9, 0.1]]]
    np.testing.assert_allclose(vote_posterior([(0, 0)], opposite), [0.1, 0.9])


def test_an_annotator_who_guesses_changes_nothing():
    np.testing.assert_allclose(vote_posterior([(0, 2)], [1 / 3], [0.2, 0.5, 0.3]), [0.2, 0.5, 0.3])


def test_two_who_are_said_to_be_infallible_and_differ():
    np.testing.assert_allclose(vote_posterior([(0, 0), (1, 1)], [1.0, 1.0], n_classes=2), [0.5, 0.5])


def test_many_items_are_as_each_alone():
    rng = np.random.default_rng(0)
    table = rng.integers(-1, 3, (20, 4))
    skills = rng.dirichlet(np.ones(3), (4, 3))
    prior = rng.dirichlet(np.ones(3), 20)
    found = vote_posteriors(votes_from_matrix(table, 3), skills, prior)
    alone = [vote_posterior(list(enumerate(row.tolist())), skills, prior[at]) for at, row in enumerate(table)]
    np.testing.assert_allclose(found, alone, atol=1e-12)
    shared = vote_posteriors(votes_from_matrix(table, 3), skills, prior[0])
    np.testing.assert_allclose(shared[0], alone[0], atol=1e-12)


def test_a_confusion_of_accuracies_sums_to_one():
    table = confusion_of_accuracies([0.7, 0.4], 4)
    np.testing.assert_allclose(table.sum(axis=2), 1.0)
    np.testing.assert_allclose(table[1, 2], [0.2, 0.2, 0.4, 0.2])


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: vote_posterior([(0, 0)], [0.9]), "how many classes"),
        (lambda: vote_posterior([(1, 0)], [0.9], n_classes=2), r"found \(1, 0\)"),
        (lambda: vote_posterior([(0, 2)], [0.9], n_classes=2), r"found \(0, 2\)"),
        (lambda: vote_posterior([(0, 0)], [1.2], n_classes=2), "Skills"),
        (lambda: vote_posterior([(0, 0)], [float("nan")], n_classes=2), "Skills"),
        (lambda: vote_posterior([(0, 0)], np.ones((1, 2, 3)) / 3), "Skills"),
        (lambda: vote_posterior([(0, 0)], np.ones((1, 2, 2)) / 2, [1.0, 0.0, 0.0]), "prior"),
        (lambda: vote_posteriors(votes_from_matrix([[0, 1]]), [0.9]), "2 annotators"),
    ],
)
def test_what_does_not_fit_is_refused(call, word):
    with pytest.raises(InputError, match=word):
        call()
