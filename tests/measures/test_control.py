"""What the control sample tells: unbiased, with intervals that cover, and silent when it is too early."""

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.measures import labels_needed, labels_saved, learning_curve


def predictions(rng, heights, difficulty, noise=0.01, restless=0.3):
    """(R, m) codes, 0 = right, of models whose accuracy is ``heights``: most items turn right for good."""
    rows = []
    for height in heights + rng.normal(0, noise, len(heights)):
        drawn = np.where(rng.random(len(difficulty)) < restless, rng.random(len(difficulty)), difficulty)
        rows.append((drawn >= height).astype(int))
    return np.array(rows)


def curve(rng, law, labels, items, difficulty=None):
    a, b, c = law
    difficulty = rng.random(items) if difficulty is None else difficulty
    table = predictions(rng, a - b * labels.astype(float) ** -c, difficulty)
    return learning_curve(labels, table, np.zeros(items, int), replicates=100)


def covers(estimate, truth):
    return estimate.low <= truth <= (np.inf if estimate.high is None else estimate.high)


# ------------------------------------------------------------------ the curve


def test_points_worked_number():
    """8 of 10 right: Wilson's interval .490 to .943."""
    table = np.array([[0, 0, 1, 1, 1, 1, 1, 1, 1, 1], [1] * 10])
    points = learning_curve([10, 20], table, np.ones(10, int)).points
    assert (points[0].labels, points[0].score, points[0].n) == (10, 0.8, 10)
    assert (points[0].low, points[0].high) == pytest.approx((0.490, 0.943), abs=1e-3)
    assert points[1].score == 1.0


@pytest.mark.parametrize("metric", ["macro_f1", "balanced_accuracy", "log_loss", "roc_auc", "brier"])
def test_other_metrics_get_a_bootstrap_interval_that_holds_the_score(metric):
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 3, 80)
    table = rng.dirichlet(np.ones(3), (2, 80)) * 0.3 + 0.7 * np.eye(3)[truth]
    for point in learning_curve([5, 9], table, truth, metric):
        assert point.low <= point.score <= point.high


def test_codes_and_probabilities_give_the_same_accuracy():
    rng = np.random.default_rng(0)
    table, truth = rng.dirichlet(np.ones(3), (4, 50)), rng.integers(0, 3, 50)
    codes = learning_curve(range(1, 5), table.argmax(axis=2), truth)
    np.testing.assert_array_equal(codes.scores, learning_curve(range(1, 5), table, truth).scores)
    assert len(codes) == 4


def test_several_labels_an_item():
    truth = np.array([[1, 0], [0, 1], [1, 1]])
    table = np.array([[[0.9, 0.1], [0.2, 0.8], [0.7, 0.2]]])
    assert learning_curve([3], table, truth, "accuracy").scores[0] == pytest.approx(2 / 3)
    assert learning_curve([3], (table > 0.5).astype(int), truth, "hamming").scores[0] == pytest.approx(1 / 6)


@pytest.mark.parametrize(
    ("table", "truth", "metric", "message"),
    [
        (np.zeros((2, 5)), np.zeros(4), "accuracy", "expected 2 rounds of 4 control items"),
        (np.zeros((3, 4)), np.zeros(4), "accuracy", "expected 2 rounds"),
        (np.zeros((2, 4)), np.zeros(4), "log_loss", "needs probabilities"),
        (np.zeros((2, 0)), np.zeros(0), "accuracy", "at least one control item"),
        (np.zeros(2), np.zeros(4), "accuracy", "1 dimensions"),
    ],
)
def test_shapes_that_do_not_fit(table, truth, metric, message):
    with pytest.raises(InputError, match=message):
        learning_curve([1, 2], table, truth.astype(int), metric)


# ------------------------------------------------------------------ labels needed


@pytest.mark.parametrize(
    ("law", "items", "target"),
    [((0.92, 1.2, 0.5), 300, 0.88), ((0.9, 1.2, 0.5), 1000, 0.85), ((0.85, 0.8, 0.35), 500, 0.75)],
)
def test_intervals_of_labels_needed_cover_the_truth(law, items, target):
    a, b, c = law
    truth = (b / (a - target)) ** (1 / c)
    labels = np.unique(np.linspace(20, truth / 2, 12).astype(int))
    found = [labels_needed(curve(np.random.default_rng(seed), law, labels, items), target) for seed in range(60)]
    assert np.mean([covers(each, truth - labels[-1]) for each in found]) >= 0.85


def test_with_much_data_the_estimate_is_near():
    labels = np.linspace(20, 300, 15).astype(int)
    estimates = []
    for seed in range(7):
        rng = np.random.default_rng(seed)
        table = predictions(rng, 0.9 - 1.2 * labels**-0.5, rng.random(4000), noise=0.001)
        estimates.append(labels_needed(learning_curve(labels, table, np.zeros(4000, int)), 0.85).estimate)
    assert np.median(estimates) == pytest.approx(576 - 300, rel=0.3)


def test_already_reached_and_how_sure():
    table = np.zeros((4, 400), int)
    found = labels_needed(learning_curve([10, 20, 30, 40], table, np.zeros(400, int)), 0.9)
    assert (found.estimate, found.high) == (0.0, 0.0)
    assert "its 95 % interval clears it too" in found.sentence
    table[:, :36] = 1
    unsure = labels_needed(learning_curve([10, 20, 30, 40], table, np.zeros(400, int)), 0.9)
    assert (unsure.estimate, unsure.high) == (0.0, None)
    assert "does not clear it" in unsure.sentence


def test_an_interval_without_bounds_gives_no_number():
    labels = np.array([20, 40, 60, 80, 120])
    table = predictions(np.random.default_rng(0), 0.895 - 1.0 / labels, np.random.default_rng(1).random(60), 0.03, 0.0)
    found = labels_needed(learning_curve(labels, table, np.zeros(60, int)), 0.9)
    assert found.estimate is None
    assert "cannot be told yet" in found.sentence


def test_a_plateau_below_the_target_is_said():
    labels = np.array([50, 100, 200, 400, 800, 1600])
    table = predictions(np.random.default_rng(0), 0.7 - 2 / labels, np.random.default_rng(1).random(2000), 0.001, 0.0)
    found = labels_needed(learning_curve(labels, table, np.zeros(2000, int)), 0.95)
    assert (found.estimate, found.high) == (None, None)
    assert "levels off near 0.7" in found.sentence
    assert "short of the target 0.95" in found.sentence


@pytest.mark.parametrize(
    ("labels", "items", "message"),
    [
        ([10, 20, 30], 100, "3 rounds are finished, 4 are needed"),
        ([10, 20, 30, 40], 10, "10 control answers, 30 are needed"),
        ([100, 110, 120, 130], 100, "from 100 to 130 labels only"),
    ],
)
def test_too_early(labels, items, message):
    table = np.tile(np.arange(items) % 2, (len(labels), 1))
    found = labels_needed(learning_curve(labels, table, np.zeros(items, int)), 0.9)
    assert (found.estimate, found.low, found.high) == (None, None, None)
    assert message in found.sentence


def test_losses_fall_towards_their_target():
    rng = np.random.default_rng(0)
    truth, labels = rng.integers(0, 2, 2000), np.array([20, 40, 80, 160, 320])
    right = 0.95 - 1.5 * labels**-0.5
    table = np.where(np.eye(2)[truth][None], right[:, None, None], 1 - right[:, None, None])
    found = labels_needed(learning_curve(labels, table, truth, "log_loss", replicates=30), 0.1)
    assert found.estimate > 0
    assert labels_needed(learning_curve(labels, table, truth, "log_loss", replicates=30), 0.5).estimate == 0


# ------------------------------------------------------------------ labels saved


@pytest.mark.parametrize(
    ("active", "random", "now", "items"),
    [((0.92, 1.2, 0.55), (0.92, 1.2, 0.45), 600, 300), ((0.9, 1.0, 0.5), (0.9, 1.0, 0.5), 500, 200)],
    ids=["saves", "saves nothing"],
)
def test_intervals_of_labels_saved_cover_the_truth(active, random, now, items):
    height = active[0] - active[1] * now ** -active[2]
    truth = (random[1] / (random[0] - height)) ** (1 / random[2]) - now
    found = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        difficulty = rng.random(items)
        here = curve(rng, active, np.linspace(30, now, 12).astype(int), items, difficulty)
        there = curve(rng, random, np.linspace(15, now // 6, 10).astype(int), items, difficulty)
        found.append(labels_saved(here, there))
    assert np.mean([covers(each, truth) for each in found]) >= 0.85


def test_a_clear_saving_is_stated():
    rng = np.random.default_rng(0)
    difficulty, labels = rng.random(4000), np.linspace(30, 600, 15).astype(int)
    here = learning_curve(
        labels, predictions(rng, 0.95 - 1.0 * labels**-0.6, difficulty, 0.001, 0.0), np.zeros(4000, int)
    )
    there = learning_curve(
        labels, predictions(rng, 0.95 - 1.0 * labels**-0.5, difficulty, 0.001, 0.0), np.zeros(4000, int)
    )
    found = labels_saved(here, there)
    truth = 600 ** (0.6 / 0.5) - 600
    assert found.low > 0
    assert found.low <= truth <= (found.high or np.inf)
    assert "Active selection has saved" in found.sentence


def test_too_early_to_say_what_was_saved():
    few = learning_curve([5, 10, 20, 40], np.zeros((4, 49), int), np.zeros(49, int))
    assert "49 answers on randomly drawn items, 50 are needed" in labels_saved(few, few).sentence
