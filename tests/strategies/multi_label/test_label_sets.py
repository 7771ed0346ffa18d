"""Strategies for items with several labels that look at sets of labels."""

import math

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

import asknext
from asknext import PoolView
from asknext.errors import InputError
from asknext.strategies import build
from asknext.strategies.multi_label.cvirs import entropy_distance

RNG = np.random.default_rng(4)
P = RNG.random((40, 4))
Y = np.full((40, 4), np.nan)
Y[:15] = P[:15] > RNG.random((15, 4))
LABELLED = np.arange(15)


def scores(spec, p=P, y=Y, **inputs):
    labels = np.empty(len(p), dtype=object)
    for row in np.flatnonzero(~np.isnan(y[:, 0])):
        labels[row] = y[row]
    labelled = np.flatnonzero(~np.isnan(y[:, 0]))
    view = PoolView(len(p), labelled=labelled, labels=labels, probabilities=p, multilabel=True, **inputs)
    return build(spec).score(view)


def hinge(f, held):
    return sum(max(0, 1 - (1 if label == held else -1) * f[label]) for label in range(len(f)))


def test_max_loss_is_its_definition():
    expected = [hinge(2 * p - 1, int(np.argmax(p))) for p in P[15:]]
    np.testing.assert_allclose(scores("max_loss"), expected, atol=1e-12)


def test_mean_max_loss_is_its_definition():
    expected = []
    for p in P[15:]:
        predicted = np.flatnonzero(p > 0.5) if (p > 0.5).any() else [int(np.argmax(p))]
        expected.append(np.mean([hinge(2 * p - 1, int(held)) for held in predicted]))
    np.testing.assert_allclose(scores("mean_max_loss"), expected, atol=1e-12)


def test_worked_losses(score):
    # Labels at .9, .8, .1: f = .8, .6, -.8. Only the first: .2 + 1.6 + .2 = 2; only the second: 1.8 + .4 + .2 = 2.4.
    p = np.array([[0.9, 0.8, 0.1]])
    np.testing.assert_allclose(score("max_loss", p), [2.0])
    np.testing.assert_allclose(score("mean_max_loss", p), [2.2])


def test_mmc_is_its_definition():
    def features(p):
        falling = -np.sort(-p, axis=1)
        return falling / falling.sum(axis=1, keepdims=True)

    p = P.copy()
    p[::2] *= 0.02  # one likely label of four, or all alike: two shapes that tell one label from three
    p[np.arange(0, 40, 2), np.arange(20) % 4] = 0.9
    y = np.full((40, 4), np.nan)
    y[:30:2], y[1:30:2] = [0, 1, 0, 0], [1, 1, 0, 1]
    counts = y[:30].sum(axis=1).astype(int)
    sizes = LogisticRegression(max_iter=1000).fit(features(p[:30]), counts).predict(features(p[30:]))
    expected = []
    for row, size in zip(p[30:], sizes, strict=True):
        held = -np.ones(4)
        held[np.argsort(-row)[:size]] = 1
        expected.append(((1 - held * (2 * row - 1)) / 2).sum())
    assert set(sizes) == {1, 3}
    np.testing.assert_allclose(scores("mmc", p, y), expected, atol=1e-12)


def test_mmc_with_one_number_of_labels_seen():
    # Always two labels: .9 and .6 held, .4 and .1 not: .1 + .4 + .4 + .1 = 1; then .1 + .2 + .7 + .6 = 1.6.
    p = np.array([[0.5] * 4, [0.9, 0.4, 0.6, 0.1], [0.9, 0.8, 0.7, 0.6]])
    y = np.array([[1, 0, 1, 0], [np.nan] * 4, [np.nan] * 4])
    np.testing.assert_allclose(scores("mmc", p, y), [1.0, 1.6])


def test_mmc_with_nothing_labelled_takes_the_decisions():
    np.testing.assert_allclose(scores("mmc", P, np.full((40, 4), np.nan)), np.minimum(P, 1 - P).sum(axis=1))


def test_label_cardinality_inconsistency_is_its_definition():
    expected = np.abs((P[15:] > 0.5).sum(axis=1) - Y[:15].sum(axis=1).mean())
    np.testing.assert_allclose(scores("label_cardinality_inconsistency"), expected)


@pytest.mark.parametrize("beta", [0, 0.3, 1])
def test_adaptive_is_its_definition(beta):
    expected = []
    for p in P[15:]:
        f = (2 * p - 1).tolist()
        gap = min([x for x in f if x > 0], default=1) - max([x for x in f if x <= 0], default=-1)
        unusual = abs(sum(x > 0 for x in f) - Y[:15].sum(axis=1).mean())
        expected.append((1 / gap) ** beta * unusual ** (1 - beta))
    np.testing.assert_allclose(scores({"name": "adaptive", "beta": beta}), expected, rtol=1e-12)


def entropy(values):
    return -sum(p * math.log2(p) for p in (values.count(value) / len(values) for value in set(values)))


def distance(a, b):
    """The normalised entropy distance, from the joint distribution of the two rows."""
    a, b = [bool(x) for x in a], [bool(x) for x in b]
    if all(x != y for x, y in zip(a, b, strict=True)):
        return 1.0
    joint = entropy(list(zip(a, b, strict=True)))
    return (2 * joint - entropy(a) - entropy(b)) / joint if joint else 0.0


def test_the_distance_of_label_sets():
    rows = np.array([[i >> bit & 1 for bit in range(4)] for i in range(16)], dtype=bool)
    expected = [[distance(a, b) for b in rows] for a in rows]
    np.testing.assert_allclose(entropy_distance(rows, rows), expected, atol=1e-12)
    assert entropy_distance(rows[:1], rows[15:])[0, 0] == 1  # nothing against everything
    assert entropy_distance(rows[3:4], rows[3:4])[0, 0] == 0


def test_cvirs_is_its_definition():
    margins, u = np.abs(2 * P[15:] - 1), 25
    ranks = 1 + np.argsort(np.argsort(margins, axis=0), axis=0)
    borda = (u - ranks).sum(axis=1) / (4 * (u - 1))
    unlike = [np.mean([distance(p > 0.5, y) for y in Y[:15]]) for p in P[15:]]
    np.testing.assert_allclose(scores("cvirs"), borda * unlike, atol=1e-11)


def test_cvirs_equal_margins_share_their_rank():
    # Margins .2, .2 and .6 of the one label: ranks 1.5, 1.5 and 3 of 3, so 3/4, 3/4 and 0; nothing is labelled.
    p = np.array([[0.4], [0.6], [0.8]])
    np.testing.assert_allclose(scores("cvirs", p, np.full((3, 1), np.nan)), [0.75, 0.75, 0])


def test_cvirs_reads_a_large_pool_label_by_label(monkeypatch):
    from asknext.strategies.multi_label import cvirs

    whole = scores("cvirs")
    monkeypatch.setattr(cvirs, "_CELLS", 30)
    np.testing.assert_allclose(scores("cvirs"), whole, atol=1e-12)


def test_labels_as_lists_of_columns_are_the_same():
    lists = [np.flatnonzero(row).tolist() if i < 15 else None for i, row in enumerate(np.nan_to_num(Y))]
    for name in ("cvirs", "mmc", "adaptive", "label_cardinality_inconsistency"):
        batch = asknext.select(name, 25, probabilities=P, labels=lists)
        np.testing.assert_allclose(batch.scores, np.sort(scores(name))[::-1], atol=1e-11)


def test_labels_that_are_no_columns_are_refused():
    labels = [["sun", "sea"]] + [None] * 39
    with pytest.raises(InputError, match=r"row 0 has the label '\w+', but must say which of the 4 columns"):
        asknext.select("cvirs", 1, probabilities=P, labels=labels)
    assert len(asknext.select("label_cardinality_inconsistency", 1, probabilities=P, labels=labels)) == 1
    with pytest.raises(InputError, match=r"the labels of row 0 have shape \(3,\), but the probabilities are for 4"):
        asknext.select("cvirs", 1, probabilities=P, labels=np.array([[0, 1, 1]] + [[np.nan] * 3] * 39))


@pytest.mark.parametrize("criterion", ["hamming", "soft_hamming", "max_margin"])
def test_auxiliary_learner_is_its_definition(criterion):
    auxiliary = RNG.random((2, 40, 4))
    expected = []
    for p, q in zip(P[15:], auxiliary.mean(axis=0)[15:], strict=True):
        y, f = np.where(p > 0.5, 1, -1), 2 * q - 1
        expected.append(
            {
                "hamming": np.mean(y != np.where(q > 0.5, 1, -1)),
                "soft_hamming": sum((0.4 - np.clip(y * f, -0.4, 0.4)) / 0.8),
                "max_margin": sum((1 - y * f) / 2),
            }[criterion]
        )
    spec = {"name": "auxiliary_learner", "criterion": criterion, "b": 0.4}
    np.testing.assert_allclose(scores(spec, committee=auxiliary), expected, atol=1e-10)
