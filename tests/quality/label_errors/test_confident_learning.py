import json
from pathlib import Path

import numpy as np
import pytest

from asknext.errors import InputError, UnknownName
from asknext.quality.label_errors import FILTERS, confident_joint, label_errors, label_scores, multi_label_errors

PEER = json.loads((Path(__file__).parent / "cleanlab_answers.json").read_text())


def problem(n, classes, seed, noise):
    rng = np.random.default_rng(seed)
    y = rng.choice(classes, n, p=np.arange(1, classes + 1) / np.arange(1, classes + 1).sum())
    z = rng.normal(size=(n, classes))
    z[np.arange(n), y] += 2.0
    p = np.exp(z)
    p /= p.sum(1, keepdims=True)
    flipped = rng.random(n) < noise
    given = y.copy()
    given[flipped] = rng.integers(0, classes, flipped.sum())
    return given, p


def of(case):
    return problem(case["n"], case["classes"], case["seed"], case["noise"])


@pytest.mark.parametrize("case", PEER["single"], ids=lambda case: f"{case['n']}x{case['classes']}")
def test_every_filter_gives_the_answer_of_the_library(case):
    labels, p = of(case)
    assert set(case["masks"]) == set(FILTERS)
    for by, rows in case["masks"].items():
        assert np.flatnonzero(label_errors(labels, p, by=by).mask).tolist() == rows, by
    for by, rows in case["shared"].items():
        assert np.flatnonzero(label_errors(labels, p, by=by, share=0.4, keep=12).mask).tolist() == rows, by


@pytest.mark.parametrize("case", PEER["single"], ids=lambda case: f"{case['n']}x{case['classes']}")
def test_joint_and_scores_are_those_of_the_library(case):
    labels, p = of(case)
    found = confident_joint(labels, p)
    assert found.counts.tolist() == case["counts"]
    assert found.joint.tolist() == case["joint"]
    for by, first in case["scores"].items():
        assert label_scores(labels, p, by)[:12] == pytest.approx(first, abs=1e-11), by


def test_several_labels_an_item_are_judged_a_class_at_a_time():
    rng = np.random.default_rng(5)
    truth = (rng.random((80, 3)) < [0.5, 0.3, 0.2]).astype(int)
    p = np.clip(0.15 + 0.7 * truth + rng.normal(0, 0.15, truth.shape), 0.01, 0.99)
    given = truth ^ (rng.random(truth.shape) < 0.1)
    found = multi_label_errors(given, p)
    assert np.argwhere(found.mask).tolist() == PEER["multi"]
    assert sorted(found.rows) == sorted({row for row, _ in PEER["multi"]})
    worst = np.where(found.mask, found.right, 1).min(axis=1)[found.rows]
    assert (np.diff(worst) >= 0).all()


def test_worked_by_hand():
    labels = [0, 0, 0, 1, 1, 1]
    p = [[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.2, 0.8], [0.3, 0.7], [0.4, 0.6]]
    found = label_errors(np.array(labels), np.array(p))
    assert found.found.thresholds == pytest.approx([0.6, 0.7])
    assert found.found.guesses.tolist() == [0, 0, 1, 1, 1, -1]
    assert found.found.joint.tolist() == [[2, 1], [0, 3]]
    assert found.rows.tolist() == [2]
    assert found.found.noise == pytest.approx(1 / 6)


def test_rows_are_ranked_and_blocks_make_no_difference():
    labels, p = problem(9_000, 4, 7, 0.2)
    found = label_errors(labels, p, rank_by="normalised_margin")
    assert (np.diff(found.scores[found.rows]) >= 0).all()
    order = np.random.default_rng(0).permutation(len(labels))
    assert (label_errors(labels[order], p[order]).mask == found.mask[order]).all()
    assert (label_errors(labels, p.astype(np.float32)).mask != found.mask).sum() <= 2


def test_ties_take_no_more_than_counted_the_first_ones():
    p = np.repeat([[0.9, 0.1], [0.1, 0.9]], [30, 30], axis=0)
    labels = np.repeat([0, 1, 0, 1], [25, 5, 5, 25])
    found = label_errors(labels, p)
    joint = found.found.joint
    assert found.mask[labels == 0].sum() == joint[0, 1]
    assert found.mask[labels == 1].sum() == joint[1, 0]
    pruned = label_errors(labels, p, share=0.5)
    assert np.flatnonzero(pruned.mask & (labels == 0)).tolist() == list(range(30, 30 + pruned.mask[labels == 0].sum()))


def test_a_class_nobody_gave_is_never_meant_but_can_be_predicted():
    labels, p = np.array([0, 0, 1, 1]), np.array([[0.1, 0.1, 0.8], [0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.2, 0.7, 0.1]])
    found = label_errors(labels, p)
    assert found.found.thresholds[2] == 2
    assert not found.mask.any()
    assert label_errors(labels, p, by="not_predicted").rows.tolist() == [0]


def test_a_sure_and_right_label_has_the_best_score():
    p = np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]])
    scores = label_scores(np.array([0, 0, 0]), p, "confidence_weighted_entropy")
    assert scores[0] == pytest.approx(1.0)
    assert scores[0] > scores[1]


@pytest.mark.parametrize(
    ("labels", "p", "said"),
    [
        ([0, 1], [[0.5, 0.5]], "n class codes"),
        ([0, 2], [[0.5, 0.5]] * 2, "from 0"),
        ([0, 1], [[0.5, float("nan")]] * 2, "from 0 to 1"),
        ([0, 1], [[0.5, -0.1]] * 2, "from 0 to 1"),
        ([0.5, 1.0], [[0.5, 0.5]] * 2, "class codes"),
    ],
)
def test_what_cannot_be_is_refused(labels, p, said):
    with pytest.raises(InputError, match=said):
        label_errors(np.array(labels), np.array(p))


def test_names_are_checked():
    p = np.full((2, 2), 0.5)
    with pytest.raises(UnknownName):
        label_errors(np.array([0, 1]), p, by="noise")
    with pytest.raises(UnknownName):
        label_scores(np.array([0, 1]), p, "margin")
    with pytest.raises(InputError):
        label_errors(np.array([0, 1]), p, share=2)
