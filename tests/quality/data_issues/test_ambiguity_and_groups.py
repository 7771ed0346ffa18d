import numpy as np
import pytest

from asknext.errors import InputError
from asknext.quality.data_issues import ambiguity, class_balance, group_issues, running_shares
from asknext.quality.votes import votes_from_matrix


def test_entropy_of_votes_and_model_by_hand():
    votes = votes_from_matrix([[0, 0, 0], [0, 1, -1], [0, 0, 1], [0, -1, -1]], 2)
    p = np.array([[1.0, 0.0], [0.5, 0.5], [np.nan, np.nan], [0.5, 0.5]])
    found = ambiguity(votes, p)
    third = -(1 / 3 * np.log2(1 / 3) + 2 / 3 * np.log2(2 / 3))
    assert found.people == pytest.approx([0, 1, third, np.nan], nan_ok=True)
    assert found.model == pytest.approx([0, 1, np.nan, 1], nan_ok=True)
    quarter = -(0.25 * np.log2(0.25) + 0.75 * np.log2(0.75))
    assert found.both == pytest.approx([0, 1, third, quarter])
    assert found.rows.tolist() == [1]


def test_ambiguity_without_a_model_is_that_of_people():
    votes = votes_from_matrix([[0, 1], [1, 1]], 3)
    found = ambiguity(votes)
    assert np.isnan(found.model).all()
    assert found.people.tolist() == [1, 0]
    with pytest.raises(InputError, match="shape"):
        ambiguity(votes, np.zeros((2, 2)))


def test_balance_counts_what_is_missing():
    found = class_balance([90, 8, 2], [0.5, 0.3, 0.2])
    assert found.shares.tolist() == [0.9, 0.08, 0.02]
    assert found.lacking == pytest.approx([0, 22, 18])
    assert found.rare.tolist() == [False, False, True]
    assert ((found.low < found.shares) & (found.shares < found.high)).all()
    assert class_balance([0, 0]).rare.tolist() == [False, False]
    with pytest.raises(InputError, match="sum to at most 1"):
        class_balance([1, 1], [0.9, 0.9])


def test_running_shares_end_with_all_labels():
    at, shares = running_shares([0, 0, 1, 1], 2, points=4)
    assert at.tolist() == [1, 2, 3, 4]
    assert shares[:, 0] == pytest.approx([1, 1, 2 / 3, 0.5])
    assert running_shares([], 2)[1].shape == (0, 2)


def test_a_group_with_other_classes_and_worse_predictions_is_found():
    rng = np.random.default_rng(0)
    groups = np.repeat([0, 1, 2, 3], [200, 200, 200, 5])
    labels = rng.integers(0, 2, 605)
    labels[200:400] = rng.random(200) < 0.9
    predicted = labels.copy()
    predicted[400:460] = 1 - predicted[400:460]
    found = group_issues(groups, 4, labels, 2, predicted)
    assert found.scarce.tolist() == [False, False, False, True]
    assert found.unusual.any(axis=1).tolist()[:2] == [True, True]
    assert found.worse.tolist() == [False, False, True, False]
    assert found.right[2] == pytest.approx(0.7)
    assert found.low[2] < 0.7 < found.high[2]


def test_chance_alone_is_not_beyond_doubt():
    rng = np.random.default_rng(1)
    groups, labels = rng.integers(0, 8, 800), rng.integers(0, 3, 800)
    predicted = np.where(rng.random(800) < 0.8, labels, (labels + 1) % 3)
    found = group_issues(groups, 8, labels, 3, predicted)
    assert not found.worse.any()
    assert not found.unusual.any()
    assert np.isnan(group_issues(groups, 8, labels, 3).right).all()
