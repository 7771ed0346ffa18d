"""Soft labels from functions that abstain."""

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.quality.votes import votes_from_matrix
from asknext.quality.weak import LABEL_MODELS, given_up, soft_labels, training_set, triplet_accuracies
from asknext.quality.weak.informative_abstaining import _spoken

EVERY = pytest.mark.parametrize("model", sorted(LABEL_MODELS))


def functions(accuracies, coverage=0.5, n=3000, seed=0, share=0.5):
    """Functions of two classes that label at random and err by themselves, and the truth."""
    rng = np.random.default_rng(seed)
    truth = (rng.random(n) < share).astype(int)
    size = (n, len(accuracies))
    matrix = np.where(rng.random(size) < accuracies, truth[:, None], 1 - truth[:, None])
    matrix[rng.random(size) > coverage] = -1
    return matrix, truth


def keyword_functions(n=3000, seed=0):
    """Two for class 1 and three for class 0, each silent on nearly all else; one item in ten is of class 1."""
    rng = np.random.default_rng(seed)
    truth = (rng.random(n) < 0.1).astype(int)
    fires = np.array([[0.01, 0.6], [0.02, 0.5], [0.5, 0.02], [0.4, 0.05], [0.3, 0.02]])
    says = np.array([1, 1, 0, 0, 0])
    return np.where(rng.random((n, 5)) < fires[:, truth].T, says, -1), truth


@EVERY
def test_soft_labels_are_better_than_the_best_function(model):
    matrix, truth = functions([0.9, 0.75, 0.7, 0.65, 0.6], coverage=0.8)
    found = soft_labels(model, matrix, 2)
    np.testing.assert_allclose(found.probabilities.sum(axis=1), 1.0)
    assert (found.covered == (matrix >= 0).any(axis=1)).all()
    covered = found.covered
    right = (found.probabilities.argmax(axis=1) == truth)[covered].mean()
    assert right > (0.80 if model == "majority" else 0.85)
    assert found.accuracy.value.argmax() == 0


@pytest.mark.parametrize("model", ["weighted", "dawid_skene", "majority", "triplet"])
def test_functions_for_one_class_only_find_the_rare_class(model):
    matrix, truth = keyword_functions()
    found = soft_labels(model, matrix, 2, class_balance=[0.9, 0.1])
    said = found.probabilities.argmax(axis=1)
    assert ((said == 1) & (truth == 1) & found.covered).sum() > 0.7 * ((truth == 1) & found.covered).sum()
    assert given_up(found, matrix) == []


def test_a_class_that_was_given_up_is_told():
    matrix, _ = keyword_functions()
    assert given_up(soft_labels("one_coin", matrix, 2), matrix) == [1]


def test_silence_says_something_to_dawid_and_skene():
    """Neither function labels the item; both are for class 1 and rarely miss it."""
    rng = np.random.default_rng(0)
    truth = (rng.random(4000) < 0.3).astype(int)
    matrix = np.where((truth[:, None] == 1) & (rng.random((4000, 3)) < 0.9), 1, -1)
    matrix = np.column_stack([matrix, np.where(rng.random(4000) < 0.3, truth, -1)])
    found = soft_labels("dawid_skene", matrix, 2)
    silent = ~found.covered
    assert found.probabilities[silent, 0].min() > 0.95
    spoken = _spoken(votes_from_matrix([[0, -1], [-1, 1]], 2))
    assert spoken.matrix().tolist() == [[0, 2], [2, 1]]


@EVERY
def test_truth_teaches_and_stays(model):
    matrix, truth = functions([0.8, 0.6, 0.7], n=600)
    known = np.where(np.arange(600) < 200, truth, -1)
    found = soft_labels(model, matrix, 2, truth=known)
    assert (found.probabilities[np.arange(200), truth[:200]] > 0.999).all()
    of_first = (matrix[:200, 0] >= 0).sum()
    assert found.accuracy.tries[0] == of_first
    right = (matrix[:200, 0] == truth[:200])[matrix[:200, 0] >= 0].mean()
    assert found.accuracy.value[0] == pytest.approx(right)


@EVERY
def test_a_balance_is_what_is_said_of_items_without_labels(model):
    matrix, _ = functions([0.8, 0.7, 0.6], coverage=0.3, n=300)
    found = soft_labels(model, matrix, 2, class_balance=[3, 1])
    if model != "dawid_skene":
        np.testing.assert_allclose(found.probabilities[~found.covered], [[0.75, 0.25]] * (~found.covered).sum())


def test_triplets_find_accuracies():
    accuracies = [0.9, 0.8, 0.7, 0.6]
    matrix, _ = functions(accuracies, n=60_000)
    np.testing.assert_allclose(triplet_accuracies(matrix), accuracies, atol=0.03)


def test_triplets_of_exact_moments_are_exact():
    """All eight patterns in their expected numbers: a 0.9, b 0.8, c 0.7."""
    rows = []
    for truth in (0, 1):
        for pattern in range(8):
            right = [(pattern >> bit) & 1 for bit in range(3)]
            chance = np.prod([a if r else 1 - a for a, r in zip((0.9, 0.8, 0.7), right, strict=True)])
            rows += [[truth if r else 1 - truth for r in right]] * round(1000 * chance)
    np.testing.assert_allclose(triplet_accuracies(np.array(rows)), [0.9, 0.8, 0.7], atol=1e-9)
    np.testing.assert_allclose(triplet_accuracies(np.array([[0, 1], [1, 1]])), 0.7)


def test_wrong_names_and_shapes_are_refused():
    matrix, _ = functions([0.8], n=5)
    with pytest.raises(InputError, match="weighted"):
        soft_labels("weigthed", matrix, 2)
    with pytest.raises(InputError, match="two classes"):
        soft_labels("triplet", matrix, 3)
    with pytest.raises(InputError, match="class balance"):
        soft_labels("majority", matrix, 2, class_balance=[1])


def test_a_training_set_leaves_out_what_is_unsure():
    matrix = np.array([[0, 0], [0, 1], [-1, -1], [1, -1], [1, 1]])
    soft = soft_labels("majority", matrix, 2, class_balance=[0.6, 0.4])
    found = training_set(soft)
    assert found.rows.tolist() == [0, 3, 4]
    assert found.labels.tolist() == [0, 1, 1]
    assert training_set(soft, keep_uncovered=True).rows.tolist() == [0, 2, 3, 4]
    np.testing.assert_allclose(training_set(soft, keep_uncovered=True).targets[1], [0.6, 0.4])
    assert training_set(soft, "hard", keep_uncovered=True).targets[1].tolist() == [1, 0]
    weighted = soft_labels("weighted", matrix, 2)
    surest = training_set(weighted, least=weighted.probabilities[4, 1] - 1e-6)
    assert 3 not in surest.rows
    with pytest.raises(InputError, match="soft"):
        training_set(soft, "sort")
    with pytest.raises(InputError, match=r"\[0, 1\]"):
        training_set(soft, least=2)
