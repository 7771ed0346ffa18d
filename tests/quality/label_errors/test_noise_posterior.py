import numpy as np
import pytest
from tests.quality.label_errors.test_confident_learning import problem

from asknext.quality.label_errors import label_errors, mismatches, noise_posterior, tells_apart


def flipped(n, classes, seed, noise):
    """Labels, probabilities and which labels are wrong; a model that is not sure enough."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, classes, n)
    z = rng.normal(size=(n, classes))
    z[np.arange(n), y] += 3.0
    p = np.exp(1.5 * z)
    p /= p.sum(1, keepdims=True)
    wrong = rng.random(n) < noise
    return np.where(wrong, (y + 1 + rng.integers(0, classes - 1, n)) % classes, y), p, wrong


@pytest.mark.parametrize("noise", [0.03, 0.1])
def test_it_raises_fewer_false_alarms_than_confident_learning_and_finds_as_many(noise):
    labels, p, wrong = flipped(6_000, 6, 0, noise)
    cut, plain = noise_posterior(labels, p).right < 0.5, label_errors(labels, p).mask
    assert wrong[cut].mean() > wrong[plain].mean() + 0.04
    assert (cut & wrong).sum() > 0.9 * (plain & wrong).sum()


def test_it_learns_how_often_labels_are_wrong_and_that_the_model_is_too_timid():
    labels, p, wrong = flipped(20_000, 4, 1, 0.1)
    found = noise_posterior(labels, p)
    assert found.given.diagonal() == pytest.approx(0.91, abs=0.015)
    assert found.temperature == 0.5
    for low, high in ((0.2, 0.4), (0.6, 0.8), (0.9, 1.0)):
        inside = (found.right >= low) & (found.right < high)
        assert (~wrong)[inside].mean() == pytest.approx(found.right[inside].mean(), abs=0.1)


def test_rows_beyond_those_learnt_from_are_judged_too():
    labels, p, _ = flipped(70_000, 3, 2, 0.1)
    found = noise_posterior(labels, p)
    assert len(found.right) == 70_000
    again = noise_posterior(labels, p)
    assert (again.right == found.right).all()
    assert (np.diff(found.right[found.wrong]) >= 0).all()
    assert (found.other[found.wrong] != labels[found.wrong]).all()


def test_labels_without_errors_are_left_alone():
    labels, p, _ = flipped(2_000, 4, 3, 0.0)
    assert len(noise_posterior(labels, p).wrong) <= 2
    one = noise_posterior(labels * 0, np.ones((2_000, 1)))
    assert one.right == pytest.approx(np.ones(2_000))


def test_mismatches_stand_in_order_of_their_gap():
    labels, p = problem(200, 3, 4, 0.2)
    found = mismatches(labels, p)
    assert found.rows.tolist()
    assert (np.diff(found.gap) <= 0).all()
    assert (p[found.rows].argmax(axis=1) == found.said).all()
    assert set(found.rows) == set(np.flatnonzero(p.argmax(axis=1) != labels))
    assert (mismatches(labels, p, least=0.5).gap > 0.5).all()


def test_a_weak_model_does_not_explain_its_own_mistakes_by_the_labels():
    rng = np.random.default_rng(4)
    labels = rng.integers(0, 2, 80)
    z = rng.normal(size=(80, 2))
    z[np.arange(80), labels] += 0.8
    p = np.exp(0.4 * z) / np.exp(0.4 * z).sum(1, keepdims=True)
    assert (p.argmax(axis=1) != labels).sum() > 15
    assert len(noise_posterior(labels, p).wrong) == 0


def test_a_model_that_knows_no_more_than_the_shares_of_the_classes_is_told():
    rng = np.random.default_rng(5)
    labels = (rng.random(200) < 0.3).astype(int)
    guess = np.clip(0.3 + rng.normal(0, 0.15, 200), 0.01, 0.99)
    assert not tells_apart(labels, np.stack([1 - guess, guess], axis=1))
    better = np.clip(guess + 0.3 * (labels - 0.3), 0.01, 0.99)
    assert tells_apart(labels, np.stack([1 - better, better], axis=1))
    assert tells_apart(labels[:, None], better[:, None])
    assert not tells_apart(labels[:, None], guess[:, None])
    assert not tells_apart(labels[:1], np.full((1, 2), 0.5))


def test_a_few_labels_that_are_surely_wrong_do_not_make_a_model_know_nothing():
    labels = np.arange(60) % 2
    p = np.where((labels[:, None] == np.arange(2)), 0.999, 0.001)
    labels[:4] = 1 - labels[:4]
    assert tells_apart(labels, p)
