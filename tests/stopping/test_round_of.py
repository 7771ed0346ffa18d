"""A round's fields from probabilities, each by hand."""

import numpy as np
import pytest
from scipy.stats import entropy

from asknext.errors import InputError
from asknext.stopping import round_of
from asknext.stopping.changes import divergence, share_changed, total_variation
from asknext.stopping.confidences import confidences, entropies, expected_f, share_right

BEFORE = np.array([[0.5, 0.5], [0.9, 0.1], [0.2, 0.8], [0.6, 0.4]])
AFTER = np.array([[0.7, 0.3], [0.9, 0.1], [0.2, 0.8], [0.4, 0.6]])


def test_nothing_given_is_nothing_known():
    found = round_of(12, remaining=5)
    assert (found.labels, found.remaining) == (12, 5)
    assert found.predictions is None
    assert found.pool_doubt is None
    assert found.batch_right is None


def test_the_stop_set_by_hand():
    found = round_of(12, stop=AFTER, stop_before=BEFORE)
    assert found.predictions.tolist() == [0, 0, 1, 1]
    assert found.stop_confidence == pytest.approx((0.7 + 0.9 + 0.8 + 0.6) / 4)
    assert found.total_variation == pytest.approx((0.2 + 0 + 0 + 0.2) / 4)
    assert found.pool_changed == 0.25  # a tie goes to the first class
    assert found.classes == 2
    expected = np.mean([entropy(after, before) for after, before in zip(AFTER, BEFORE, strict=True)])
    assert found.divergence == pytest.approx(expected)


def test_the_first_round_has_no_change():
    found = round_of(12, stop=AFTER)
    assert (found.total_variation, found.divergence, found.pool_changed) == (None, None, None)


def test_the_pool_stands_before_the_stop_set():
    found = round_of(12, stop=AFTER, pool=AFTER[:1], pool_before=BEFORE[1:2])
    assert found.pool_doubt == pytest.approx(0.3)
    assert found.pool_changed == 0.0
    assert found.pool_entropy == found.pool_most_entropy == pytest.approx(entropy([0.7, 0.3]))
    assert round_of(12, pool=AFTER[:0]).pool_entropy is None


def test_the_batch_is_what_the_model_before_said_of_it():
    answers = np.array([0, 1, -1, 0])
    found = round_of(12, batch=BEFORE, answers=answers, batch_first=AFTER)
    assert found.batch_right.tolist() == [1, 0, 1]
    assert found.batch_right_first.tolist() == [1, 0, 0]
    np.testing.assert_allclose(found.batch_confidence, [0.5, 0.9, 0.6])
    np.testing.assert_allclose(found.batch_entropy, [entropy(row) for row in BEFORE[[0, 1, 3]]])
    assert round_of(12, batch=BEFORE).batch_right is None


def test_several_labels_an_item_are_decisions_between_two():
    before, after = np.array([[0.1, 0.6], [0.5, 0.5]]), np.array([[0.1, 0.4], [0.5, 0.5]])
    found = round_of(
        12, multilabel=True, stop=after, stop_before=before, batch=before, answers=np.array([[0, 1], [1, 0]])
    )
    assert found.predictions.tolist() == [[0, 0], [1, 1]]
    assert found.predictions.dtype == np.uint8
    assert found.stop_confidence == pytest.approx((0.75 + 0.5) / 2)
    assert found.total_variation == pytest.approx(0.05)
    assert found.divergence == pytest.approx(entropy([0.4, 0.6], [0.6, 0.4]) / 4)
    assert found.pool_changed == 0.5
    assert found.pool_most_entropy == pytest.approx(np.log(2))
    assert found.batch_right.tolist() == [1.0, 0.5]
    assert found.classes == 2


def test_a_class_that_came_up_later_had_no_probability():
    wide = np.array([[0.5, 0.3, 0.2]])
    assert total_variation(np.array([[0.6, 0.4]]), wide) == pytest.approx(0.2)
    assert share_changed(np.array([[0.6, 0.4]]), np.array([[0.1, 0.2, 0.7]])) == 1.0
    assert np.isfinite(divergence(np.array([[1.0, 0.0]]), wide))
    assert share_right(np.array([[0.9, 0.1]]), np.array([[1, 0, 1]])) == pytest.approx(2 / 3)
    with pytest.raises(InputError, match="same items; found 1 before, 4 after"):
        total_variation(wide, AFTER)


def test_the_f_measure_a_model_expects():
    """Class 0: tp .7 + .9, claimed 2, present 2.2; class 1: tp .8 + .6, claimed 2, present 1.8."""
    assert expected_f(AFTER) == pytest.approx((3.2 / 4.2 + 2.8 / 3.8) / 2)
    assert expected_f(np.array([[1.0, 0.0], [1.0, 0.0]])) == 1.0
    assert np.isnan(expected_f(np.zeros((2, 2)), multilabel=True))


def test_entropies_agree_with_scipy():
    p = np.random.default_rng(0).dirichlet(np.ones(5), 20)
    p[0] = [1, 0, 0, 0, 0]
    np.testing.assert_allclose(entropies(p), entropy(p, axis=1), atol=1e-12)
    np.testing.assert_allclose(confidences(p), p.max(axis=1))
