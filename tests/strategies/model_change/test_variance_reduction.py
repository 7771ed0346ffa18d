"""Variance reduction, the Fisher information ratio, and BAIT."""

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

import asknext
from asknext import PoolView
from asknext.errors import InputError
from asknext.strategies import Bait, VarianceReduction, build
from asknext.strategies.model_change import features


def pool(n=26, classes=3, d=3, seed=0):
    rng = np.random.default_rng(seed)
    return PoolView(
        n, labelled=np.arange(5), embeddings=rng.normal(size=(n, d)), probabilities=rng.dirichlet(np.ones(classes), n)
    )


def information(view, row, power=1):
    x, p = np.append(view.embeddings[row], 1.0), view.probabilities[row]
    return np.kron(np.linalg.matrix_power(np.diag(p) - np.outer(p, p), power), np.outer(x, x))


@pytest.mark.parametrize(("target", "power"), [("variance", 2), ("fisher", 1)])
def test_scores_are_the_fall_of_the_trace(target, power):
    view = pool()
    first = sum(information(view, i) for i in view.labelled) + np.eye(12)
    aim = np.mean([information(view, i, power) for i in view.unlabelled], axis=0)
    before = np.trace(np.linalg.inv(first) @ aim)
    exact = [before - np.trace(np.linalg.inv(first + information(view, i)) @ aim) for i in view.unlabelled]
    np.testing.assert_allclose(VarianceReduction(target=target).score(view), exact, atol=1e-10)


def test_of_many_items_only_some_are_looked_at_and_the_best_of_them_taken():
    view = pool(n=200)
    scores = dict(zip(view.unlabelled.tolist(), VarianceReduction().score(view), strict=True))
    batch = VarianceReduction(candidates=60).select(view, 5, np.random.default_rng(0))
    np.testing.assert_allclose(batch.scores, [scores[int(row)] for row in batch.indices], rtol=1e-9)
    best = sorted(scores.values(), reverse=True)
    assert best[0] >= batch.scores[0] > best[20]
    assert batch.scores[-1] < best[4]
    every = VarianceReduction(candidates=60).select(view, 195, np.random.default_rng(0))
    assert len(set(every.indices.tolist())) == 195


def test_the_variance_is_that_of_the_predictions():
    """The gradients of the probabilities, by finite differences, give the same matrix."""
    rng = np.random.default_rng(1)
    x, weights = rng.normal(size=4), rng.normal(size=(3, 4))

    def chances(flat):
        raised = np.exp(flat.reshape(3, 4) @ x)
        return raised / raised.sum()

    at, steps = weights.ravel(), np.eye(12) * 1e-6
    gradients = np.array([(chances(at + step) - chances(at - step)) / 2e-6 for step in steps])
    view = PoolView(1, embeddings=x[None, :3], probabilities=chances(at)[None])
    view.embeddings[0] = x[:3]
    both = np.diag(chances(at)) - np.outer(chances(at), chances(at))
    np.testing.assert_allclose(gradients @ gradients.T, np.kron(both @ both, np.outer(x, x)), atol=1e-8)


def digits(labelled=50):
    x, y = load_digits(return_X_y=True)
    x, y = x[y < 4][:300] / 16, y[y < 4][:300]
    model = LogisticRegression(max_iter=1000).fit(x[:labelled], y[:labelled])
    return PoolView(300, labelled=np.arange(labelled), embeddings=x, probabilities=model.predict_proba(x))


def test_the_low_rank_path_is_close_to_the_exact_one(monkeypatch):
    view = digits()
    exact = VarianceReduction().score(view)
    monkeypatch.setattr(features, "MOST_WEIGHTS", 132)  # 32 of 64 directions
    low = VarianceReduction().score(view)
    assert spearmanr(exact, low).statistic > 0.95
    assert np.median(np.abs(low / exact - 1)) < 0.3


def test_what_the_model_is_sure_of_tells_nothing():
    p = np.array([[1.0, 0.0], [0.5, 0.5], [0.9, 0.1]])
    batch = asknext.select("variance_reduction", 3, embeddings=np.ones((3, 2)), probabilities=p)
    assert batch.indices.tolist() == [1, 2, 0]
    assert batch.scores[2] == 0
    assert batch.reasons[2].startswith("The model is sure of its label already")


def trace(view, rows, fisher="multinomial"):
    """The objective of BAIT by definition."""

    def one(i):
        x, p = np.append(view.embeddings[i], 1.0), view.probabilities[i]
        weight = {
            "multinomial": np.diag(p) - np.outer(p, p),
            "one_vs_rest": np.diag(p * (1 - p)),
            "linear": np.eye(1),
        }[fisher]
        return np.kron(weight, np.outer(x, x))

    aim = np.mean([one(i) for i in view.unlabelled], axis=0)
    known = sum(one(i) for i in [*view.labelled, *rows])
    return np.trace(np.linalg.inv(np.eye(len(aim)) + known) @ aim)


@pytest.mark.parametrize("fisher", ["multinomial", "one_vs_rest", "linear"])
@pytest.mark.parametrize("oversample", [1.0, 2.0])
def test_bait_takes_and_leaves_what_brute_force_does(fisher, oversample):
    view = pool()
    chosen = []
    for _ in range(int(4 * oversample)):
        left = [i for i in view.unlabelled if i not in chosen]
        chosen.append(min(left, key=lambda i: trace(view, [*chosen, i], fisher)))
    while len(chosen) > 4:
        chosen.remove(min(chosen, key=lambda i: trace(view, [j for j in chosen if j != i], fisher)))
    batch = Bait(fisher=fisher, oversample=oversample).select(view, 4, np.random.default_rng(0))
    assert batch.indices.tolist() == chosen
    if oversample == 1:
        fall = trace(view, [], fisher) - trace(view, chosen, fisher)
        assert batch.scores.sum() == pytest.approx(fall, rel=1e-9)


def test_after_many_steps_nothing_is_lost_to_rounding():
    view = digits()
    chosen = Bait(oversample=1.5).select(view, 40, np.random.default_rng(0)).indices
    at_random = np.random.default_rng(1).permutation(view.unlabelled)[:40]
    assert trace(view, chosen) < 0.9 * trace(view, at_random)
    assert len(set(chosen.tolist())) == 40


def test_one_vs_rest_is_a_good_stand_in_for_the_whole():
    view = digits()
    whole = trace(view, Bait(candidates=200).select(view, 15, np.random.default_rng(0)).indices)
    apart = trace(view, Bait(candidates=200, fisher="one_vs_rest").select(view, 15, np.random.default_rng(0)).indices)
    assert apart < 1.05 * whole


def test_embeddings_alone_serve_regression():
    x = np.random.default_rng(0).normal(size=(40, 3))
    batch = asknext.select("bait", 5, embeddings=x, fisher="linear", task="regression", predictions=np.zeros(40))
    assert len(set(batch.indices.tolist())) == 5
    without_saying_so = asknext.select("bait", 5, embeddings=x, task="regression")
    assert without_saying_so.indices.tolist() == batch.indices.tolist()


def test_bait_serves_a_learner_of_numbers_from_the_second_round():
    x = np.random.default_rng(0).normal(size=(40, 3))
    learner = asknext.ActiveLearner(None, x, "bait", task="regression", embeddings=x)
    learner.tell(range(6), x[:6, 0])
    assert "pins down" in learner.ask(3).reasons[0]


def test_more_memory_than_may_be_used_is_refused():
    view = pool(n=60, classes=5)
    with pytest.raises(InputError, match=r"wants 55 kB for 55 candidates of 5 classes, but may use 10 kB: lower cand"):
        asknext.select(
            "bait",
            5,
            embeddings=view.embeddings,
            probabilities=view.probabilities,
            labelled=range(5),
            max_memory=10_000,
        )


def test_they_describe_themselves():
    for strategy in (Bait(fisher="linear", oversample=1.5), VarianceReduction(target="fisher", prior=3.0)):
        assert build(strategy.describe()) == strategy
