"""Expected error reduction and expected model output change."""

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.datasets import load_breast_cancer, load_digits
from sklearn.linear_model import LogisticRegression

import asknext
from asknext import PoolView
from asknext.errors import InputError
from asknext.strategies import ExpectedErrorReduction, ExpectedModelOutputChange, build
from asknext.strategies.model_change import features


def view_of(load, labelled, columns=None, seed=0):
    x, y = load(return_X_y=True)
    x = ((x - x.mean(axis=0)) / (x.std(axis=0) + 1e-9))[:, :columns]
    order = np.random.default_rng(seed).permutation(len(x))
    labels = np.full(len(x), None, dtype=object)
    labels[order[:labelled]] = y[order[:labelled]]
    return PoolView(len(x), labelled=order[:labelled], embeddings=x, labels=labels), order[labelled:]


def small(classes=3, n=24, seed=0):
    rng = np.random.default_rng(seed)
    labels = np.full(n, None, dtype=object)
    labels[:9] = np.arange(9) % classes
    return PoolView(n, labelled=np.arange(9), embeddings=rng.normal(size=(n, 3)), labels=labels)


@pytest.fixture(scope="module")
def refits():
    """Of every candidate: P(c | x), P of the rest now, and P of the rest once scikit-learn has fitted label c too."""
    view = small(n=15)
    x, known, rest = view.embeddings, view.labelled, view.embeddings[view.unlabelled]
    truth = np.array([view.labels[i] for i in known], dtype=int)

    def model(rows, classes):
        return LogisticRegression(C=1.0, tol=1e-11, max_iter=100_000).fit(x[rows], classes)

    now = model(known, truth)
    return [
        (
            now.predict_proba(x[[s]])[0],
            now.predict_proba(rest),
            [model([*known, s], [*truth, c]).predict_proba(rest) for c in now.classes_],
        )
        for s in view.unlabelled
    ]


def log_loss(p):
    return -(p * np.log(p)).sum(axis=1).mean()


WORTHS = {
    "log": (ExpectedErrorReduction(method="refit"), lambda p, q: log_loss(p) - log_loss(q)),
    "zero_one": (
        ExpectedErrorReduction(method="refit", loss="zero_one"),
        lambda p, q: q.max(axis=1).mean() - p.max(axis=1).mean(),
    ),
    "risk": (
        ExpectedErrorReduction(method="refit", loss="risk"),
        lambda p, q: (q**2).sum(axis=1).mean() - (p**2).sum(axis=1).mean(),
    ),
    "change": (ExpectedModelOutputChange(method="refit"), lambda p, q: np.abs(p - q).sum(axis=1).mean()),
}


@pytest.mark.parametrize("name", WORTHS)
def test_refits_agree_with_those_of_another_library(name, refits):
    strategy, worth = WORTHS[name]
    exact = [sum(p * worth(now, q) for p, q in zip(chances, after, strict=True)) for chances, now, after in refits]
    np.testing.assert_allclose(strategy.score(small(n=15)), exact, atol=3e-5)


@pytest.mark.parametrize("loss", ["log", "zero_one"])
@pytest.mark.parametrize(
    ("load", "labelled", "penalty"),
    [(load_digits, 40, 1.0), (load_breast_cancer, 30, 1.0), (load_breast_cancer, 60, 0.1)],
)
def test_one_step_ranks_as_tight_refits_do(load, labelled, penalty, loss):
    view, rows = view_of(load, labelled, columns=12 if load is load_digits else 20)
    fast, exact = (
        ExpectedErrorReduction(loss=loss, sample=100, penalty=penalty, method=method).scores_of(view, rows[:20])
        for method in ("newton", "refit")
    )
    assert spearmanr(fast, exact).statistic > 0.9


def test_one_step_foresees_the_change_of_outputs():
    view, rows = view_of(load_digits, 40, columns=12)
    fast, exact = (
        ExpectedModelOutputChange(sample=100, method=method).scores_of(view, rows[:20])
        for method in ("newton", "refit")
    )
    assert spearmanr(fast, exact).statistic > 0.9


def test_costs_change_the_question():
    view = small(classes=2)
    plain = ExpectedErrorReduction(loss="risk").score(view)
    doubled = ExpectedErrorReduction(loss="risk", cost=[[0, 2], [2, 0]]).score(view)
    np.testing.assert_allclose(doubled, 2 * plain, atol=1e-10)
    guessed = ExpectedErrorReduction(loss="zero_one", cost=[[0, 1], [1, 0]]).score(view)
    np.testing.assert_allclose(guessed, ExpectedErrorReduction(loss="zero_one").score(view), atol=1e-10)


def test_costs_for_other_classes_are_refused():
    with pytest.raises(InputError, match="cost is for 2 classes, but 3 are among the labels: 0, 1, 2"):
        ExpectedErrorReduction(loss="risk", cost=[[0, 1], [1, 0]]).score(small())


def test_too_many_refits_are_refused_with_the_time_they_would_take():
    view, _ = view_of(load_digits, 60)
    with pytest.raises(InputError, match=r"1000 candidates and 10 classes, at most 5000 .* about [\d,]+ s: lower cand"):
        ExpectedErrorReduction(method="refit").select(view, 3, np.random.default_rng(0))


def test_only_candidates_are_looked_at_and_the_batch_still_fits():
    view, _ = view_of(load_breast_cancer, 30)
    batch = ExpectedErrorReduction(candidates=5, sample=50).select(view, 12, np.random.default_rng(0))
    assert len(set(batch.indices.tolist())) == 12
    assert np.isfinite(batch.scores).all()


@pytest.mark.parametrize("name", ["expected_error_reduction", "expected_model_output_change"])
@pytest.mark.parametrize("labels", [{}, {2: "a", 5: "a"}], ids=["nothing labelled", "one class"])
def test_with_fewer_than_two_classes_the_seed_decides(name, labels):
    known = np.full(20, None, dtype=object)
    for row, label in labels.items():
        known[row] = label
    batch = asknext.select(name, 4, embeddings=np.random.default_rng(0).normal(size=(20, 3)), labels=known)
    np.testing.assert_array_equal(batch.scores, 0.0)
    assert batch.reasons[0].startswith("Too few labels to foresee")


def test_many_dimensions_are_reduced_to_those_that_matter(monkeypatch):
    monkeypatch.setattr(features, "MOST_WEIGHTS", 60)
    rng = np.random.default_rng(0)
    spread = np.r_[np.ones(6), np.full(94, 1e-3)]
    x, labels = rng.normal(size=(60, 100)) * spread, np.full(60, None, dtype=object)
    labels[:20] = (x[:20, 0] > 0).astype(int)
    whole = PoolView(60, labelled=np.arange(20), embeddings=x, labels=labels)
    part = PoolView(60, labelled=np.arange(20), embeddings=x[:, :6], labels=labels)
    reduced, exact = ExpectedErrorReduction().score(whole), ExpectedErrorReduction().score(part)
    assert spearmanr(reduced, exact).statistic > 0.99


def test_they_describe_themselves():
    strategy = ExpectedErrorReduction(loss="risk", cost=[[0, 1], [5, 0]], penalty=2.0)
    assert build(strategy.describe()) == strategy
