import numpy as np
import pytest

from asknext.errors import InputError
from asknext.quality.annotator_bias import class_bias, group_bias, label_bias
from asknext.quality.beyond_doubt import beyond_doubt, binomial_p, two_shares_p
from asknext.quality.votes import Votes, votes_from_matrix


def voted(n=400, seed=0):
    """Three annotators of two classes: one fair, one who sees class 1 everywhere, one who fails in group 1."""
    rng = np.random.default_rng(seed)
    truth, groups = rng.integers(0, 2, n), np.arange(n) % 2
    fair = np.where(rng.random(n) < 0.9, truth, 1 - truth)
    eager = np.where((truth == 0) & (rng.random(n) < 0.3), 1, truth)
    weak = np.where((groups == 1) & (rng.random(n) < 0.3), 1 - truth, truth)
    return votes_from_matrix(np.stack([fair, eager, weak], axis=1)), truth, groups


def test_who_prefers_a_class_is_found():
    votes, truth, _ = voted()
    found = class_bias(votes, truth)
    assert found.sure.tolist() == [[False, False], [True, True], [False, False]]
    assert found.bias[1, 1] == pytest.approx((found.given[1, 1] - (truth == 1).sum()) / 400)
    assert found.bias[1, 1] > 0.1 > found.bias[0, 1]
    assert (found.judged == 400).all()


def test_who_is_worse_in_a_group_is_found():
    votes, truth, groups = voted()
    found = group_bias(votes, truth, groups, 2)
    assert found.sure.any(axis=1).tolist() == [False, False, True]
    assert found.difference[2, 1] == pytest.approx(-0.3, abs=0.08)
    assert found.difference[2, 0] == pytest.approx(-found.difference[2, 1])


def test_items_without_a_known_answer_are_left_out():
    votes, truth, groups = voted()
    unknown = np.full_like(truth, -1)
    assert class_bias(votes, unknown).judged.tolist() == [0, 0, 0]
    assert np.isnan(class_bias(votes, unknown).bias).all()
    assert not group_bias(votes, unknown, groups, 2).sure.any()
    with pytest.raises(InputError):
        class_bias(votes, truth[:3])
    with pytest.raises(InputError):
        group_bias(votes, truth, groups[:3], 2)


def test_the_tests_are_exact():
    # 1 of 10 tossed coins: twice (1 + 10) / 1024
    assert binomial_p([1], [10]) == pytest.approx([22 / 1024])
    assert binomial_p(0, 0) == 1
    # the tea taster: 4 of 4 against 0 of 4, one of 70 tables on each side
    assert two_shares_p([4], [4], [0], [4]) == pytest.approx([2 / 70])
    assert two_shares_p([0], [0], [3], [4]) == 1
    assert beyond_doubt([[0.001, 0.04], [0.04, 0.04]]).tolist() == [[True, False], [False, False]]


def test_of_several_classes_each_is_a_yes_or_no_of_its_own():
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 2, (200, 3))
    fair = np.where(rng.random((200, 3)) < 0.9, truth, 1 - truth)
    eager = truth.copy()
    eager[:, 2] = 1
    said = np.stack([fair, eager])
    who, items, label = (each.ravel() for each in np.indices(said.shape))
    votes = Votes(items * 3 + label, who, said.ravel(), 600, 2, 2)
    known = np.where(rng.random(600) < 0.8, truth.ravel(), -1)
    found = label_bias(votes, known, 3)
    for code in range(3):
        alone = class_bias(votes_from_matrix(said[:, :, code].T, 2), known[code::3])
        np.testing.assert_array_equal(found.given[:, code], alone.given[:, 1])
        np.testing.assert_array_equal(found.right[:, code], alone.right[:, 1])
        np.testing.assert_allclose(found.bias[:, code], alone.bias[:, 1])
        np.testing.assert_array_equal(found.judged[:, code], alone.judged)
    assert found.sure.tolist() == [[False, False, False], [False, False, True]]
