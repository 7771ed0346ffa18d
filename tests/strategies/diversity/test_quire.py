"""QUIRE: the closed form is the objective over all items."""

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.datasets import load_digits

import asknext
from asknext import PoolView
from asknext.strategies import Quire


def gaussian(x, width):
    return np.exp(-((x[:, None] - x[None]) ** 2).sum(axis=2) / (2 * width**2))


def worst_case(x, labels, s, ridge, width, askable):
    """By definition: the inverse over every item, the others' labels eliminated one system at a time."""
    whole = np.linalg.inv(gaussian(x, width) + ridge * np.eye(len(x)))
    known = [i for i in range(len(x)) if labels[i] is not None]
    others = [i for i in askable if i != s]
    found = []
    for one in sorted({labels[i] for i in known}):
        y = np.zeros(len(x))
        y[known] = [1.0 if labels[i] == one else -1.0 for i in known]
        y[s] = 1.0
        y[others] = np.linalg.solve(whole[np.ix_(others, others)], -whole[np.ix_(others, [*known, s])] @ y[[*known, s]])
        found.append(y @ whole @ y)
    return max(found)


def pool(classes, n=30, seed=0):
    rng = np.random.default_rng(seed)
    labels = np.full(n, None, dtype=object)
    labels[:8] = np.arange(8) % classes
    return rng.normal(size=(n, 4)), labels


@pytest.mark.parametrize("classes", [2, 4])
@pytest.mark.parametrize(("ridge", "width"), [(1.0, 2.0), (0.1, 1.0)])
def test_the_inverse_of_the_unlabelled_block_and_its_update_are_right(classes, ridge, width):
    x, labels = pool(classes)
    view = PoolView(30, labelled=np.arange(8), embeddings=x, labels=labels)
    exact = [-worst_case(x, labels, s, ridge, width, range(8, 30)) for s in range(8, 30)]
    np.testing.assert_allclose(Quire(ridge=ridge, width=width).score(view), exact, atol=1e-9)


def test_scores_do_not_depend_on_which_other_items_may_be_asked():
    x, labels = pool(3)
    whole = PoolView(30, labelled=np.arange(8), embeddings=x, labels=labels)
    some = PoolView(30, labelled=np.arange(8), embeddings=x, labels=labels, available=np.array([11, 14, 20, 29]))
    scores = dict(zip(whole.unlabelled.tolist(), Quire(width=1.0).score(whole).tolist(), strict=True))
    np.testing.assert_allclose(Quire(width=1.0).score(some), [scores[row] for row in (11, 14, 20, 29)], atol=1e-12)


def test_with_two_classes_it_is_doubt_over_what_is_unexplained():
    x, labels = np.array([[0.0], [1.0], [0.5], [9.0]]), np.array(["a", "b", None, None], dtype=object)
    view = PoolView(4, labelled=np.array([0, 1]), embeddings=x, labels=labels)
    between, far = Quire(width=1.0).score(view)
    k = np.exp(-0.5)
    a = np.linalg.inv([[2, k], [k, 2]])
    near = np.full(2, np.exp(-0.125))
    fit = np.array([1, -1]) @ a @ np.array([1, -1])
    np.testing.assert_allclose([between, far], [-fit - 1 / (2 - near @ a @ near), -fit - 1 / 2], atol=1e-9)


def test_drawn_labels_are_close_to_all_of_them():
    x, y = load_digits(return_X_y=True)
    labels = np.full(len(x), None, dtype=object)
    labels[:400] = y[:400]
    view = PoolView(len(x), labelled=np.arange(400), embeddings=x, labels=labels)
    exact, drawn = Quire().score(view), Quire(most_labelled=200).score(view)
    assert spearmanr(exact, drawn).statistic > 0.8


@pytest.mark.parametrize("known", [[], [3]], ids=["nothing labelled", "one class"])
def test_little_known_is_enough(known):
    labels = np.full(9, None, dtype=object)
    labels[known] = "a"
    batch = asknext.select("quire", 4, embeddings=np.eye(9), labels=labels)
    assert len(set(batch.indices.tolist())) == 4
    if not known:
        assert batch.reasons[0] == "Drawn at random: nothing is labelled yet."
