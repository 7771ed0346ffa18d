import numpy as np
import pytest

import asknext
from asknext.strategies.choosing.lal import Lal, predicted_fall
from asknext.strategies.choosing.learner_state import FEATURES, fit_forest


def clouds(n=200, classes=2, seed=0):
    rng = np.random.default_rng(seed)
    y = rng.integers(classes, size=n)
    return 3.0 * np.eye(max(2, classes))[y] + rng.normal(size=(n, max(2, classes))), y


def test_the_state_of_a_forest_by_hand():
    x, y = clouds()
    forest = fit_forest(x[:30], y[:30], x[30:])
    p = np.array([tree.predict_proba(x[30:].astype(np.float32))[:, 1] for tree in forest.model.estimators_])
    table = forest.tables(x[30:])[1]
    assert table.shape == (170, len(FEATURES))
    np.testing.assert_allclose(table[:, 0], p.mean(axis=0))
    np.testing.assert_allclose(table[:, 1], p.std(axis=0), atol=1e-9)
    assert table[0, 2] == pytest.approx(y[:30].mean())
    assert table[0, 5] == pytest.approx(p.std(axis=0).mean())
    assert table[0, 7] == 30
    assert 0.5 < table[0, 3] <= 1


def test_a_doubtful_item_is_worth_more_than_a_sure_one():
    """With few labels and everything else the same, what the forest cannot tell lowers the error more."""
    rest = [0.5, 0.8, 0.5, 0.3, 3.0, 12]
    doubtful = predicted_fall(np.array([[p, 0.45, *rest] for p in (0.4, 0.5, 0.6)]))
    sure = predicted_fall(np.array([[p, 0.05, *rest] for p in (0.0, 1.0)]))
    assert doubtful.mean() > sure.mean()


def test_it_asks_between_the_classes_first():
    x, y = clouds(300)
    labels = [int(y[row]) if row < 12 else None for row in range(300)]
    batch = asknext.select("lal", 30, embeddings=x, labels=labels)
    gap = np.abs(x[:, 0] - x[:, 1])
    assert gap[batch.indices].mean() < gap[12:].mean()


def test_the_names_and_the_order_of_classes_make_no_difference():
    x, y = clouds(120, classes=3)
    named = [["cat", "dog", "ape"][y[row]] if row < 20 else None for row in range(120)]
    other = [["p", "q", "r"][y[row]] if row < 20 else None for row in range(120)]
    first, second = (np.sort(asknext.select("lal", 5, embeddings=x, labels=one).scores) for one in (named, other))
    assert np.abs(first - second).max() < 0.02  # a forest breaks its own ties by the order of the classes


def test_until_two_classes_are_known_all_are_equal():
    x, _ = clouds(20)
    assert asknext.select("lal", 3, embeddings=x, labels=["a"] + [None] * 19).scores.tolist() == [0, 0, 0]


def test_where_no_label_is_expected_to_help_the_reason_says_so():
    reason = Lal().reason(None, 0, -0.0019)
    assert "No label is expected to help much" in reason
    assert "-0.0019" not in reason
    assert "lower the error by 0.0019" in Lal().reason(None, 0, 0.0019)
