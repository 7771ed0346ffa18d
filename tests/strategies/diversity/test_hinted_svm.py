"""Hinted SVM: the machine is the minimum of its own loss."""

import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.svm import SVC

import asknext
from asknext import PoolView
from asknext.strategies import HintedSvm, build
from asknext.strategies.diversity.hinted_svm import hinted_machine


def gaussian(a, b, width):
    return np.exp(-((a[:, None] - b[None]) ** 2).sum(axis=2) / (2 * width**2))


def loss(x, sides, hints, costs, margin, width, dual, offset):
    """The objective, for ``f = sum_i dual_i k(., row_i) + offset`` over labelled items and hints."""
    rows = np.vstack([x, hints])
    similar = gaussian(rows, rows, width)
    f = similar @ dual + offset
    hinge, hinted = np.maximum(0, 1 - sides * f[: len(x)]), np.maximum(0, np.abs(f[len(x) :]) - margin)
    return 0.5 * dual @ similar @ dual + costs[0] * hinge.sum() + costs[1] * hinted.sum()


def problem(seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(8, 2)), np.where(np.arange(8) % 2, 1.0, -1.0), rng.normal(size=(5, 2))


@pytest.mark.parametrize("costs", [(1.0, 0.1), (0.1, 0.1), (100.0, 1.0)])
@pytest.mark.parametrize("margin", [0.0, 0.3])
def test_nothing_has_less_loss(costs, margin):
    x, sides, hints = problem()
    machine = hinted_machine(x, sides, hints, costs, margin, 1.0)
    rows = np.vstack([x, hints])
    dual = np.linalg.solve(gaussian(rows, rows, 1.0), machine.values(rows) - machine.offset)
    found = loss(x, sides, hints, costs, margin, 1.0, dual, machine.offset)

    def other(flat):
        return loss(x, sides, hints, costs, margin, 1.0, flat[:-1], flat[-1])

    start = np.append(dual, machine.offset)
    scale = max(1.0, float(np.abs(start).max()))
    for seed in range(3):
        moved = start + 0.01 * scale * np.random.default_rng(seed).normal(size=14)
        polished = minimize(other, moved, method="Powell", options={"maxiter": 2000})
        assert found <= polished.fun * (1 + 1e-5)


def test_without_hints_it_is_the_usual_machine():
    x, sides, hints = problem(1)
    machine = hinted_machine(x, sides, hints, (2.0, 0.0), 0.0, 1.0)
    usual = SVC(C=2.0, kernel="rbf", gamma=0.5, tol=1e-9).fit(x, sides)
    np.testing.assert_allclose(machine.values(hints), usual.decision_function(hints), atol=1e-5)


def test_hints_draw_the_border_to_the_pool():
    x = np.array([[0.0], [4.0], *[[3.2]] * 6, [2.0]])
    labels = np.array(["a", "b"] + [None] * 7, dtype=object)
    plain = asknext.select("hinted_svm", 1, embeddings=x, labels=labels, hint_cost=0.0, width=2.0)
    hinted = asknext.select("hinted_svm", 1, embeddings=x, labels=labels, hint_cost=5.0, width=2.0)
    assert plain.indices == [8]
    assert 2 <= hinted.indices[0] < 8


def test_two_classes_and_more_are_one_rule():
    rng = np.random.default_rng(0)
    x, labels = rng.normal(size=(30, 2)), np.full(30, None, dtype=object)
    labels[:6] = [0, 1] * 3
    view = PoolView(30, labelled=np.arange(6), embeddings=x, labels=labels)
    scores = HintedSvm(width=1.0).score(view)
    side = np.array([-1.0, 1.0] * 3)
    values = hinted_machine(x[:6], side, x[6:], (1.0, 0.1), 0.0, 1.0).values(x[6:])
    np.testing.assert_allclose(scores, -np.abs(values), atol=1e-4)
    labels[5] = 2
    assert (HintedSvm(width=1.0).score(view) <= 0).all()


@pytest.mark.parametrize("labels", [[None] * 5, ["a", None, None, None, None]], ids=["nothing", "one class"])
def test_without_two_classes_the_seed_decides(labels):
    batch = asknext.select("hinted_svm", 2, embeddings=np.eye(5), labels=np.array(labels, dtype=object))
    assert batch.scores.tolist() == [0.0, 0.0]
    assert batch.reasons[0] == "Drawn at random: a border needs labels of two classes."


def test_it_describes_itself():
    assert build(HintedSvm(cost=3.0, hints=7).describe()) == HintedSvm(cost=3.0, hints=7)
