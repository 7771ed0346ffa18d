"""The quadratic programme of representative and informative batches."""

import numpy as np
import pytest
from scipy.optimize import minimize

import asknext
from asknext import PoolView
from asknext.strategies import RepresentativeInformative
from asknext.strategies.diversity.representative_informative import CappedSimplex


def gaussian(x, width=1.0):
    return np.exp(-((x[:, None] - x[None]) ** 2).sum(axis=2) / (2 * width**2))


def solved(similar, linear, b):
    """The programme by a solver for general constraints."""
    return minimize(
        lambda a: 0.5 * a @ similar @ a + linear @ a,
        np.full(len(linear), b / len(linear)),
        jac=lambda a: similar @ a + linear,
        bounds=[(0, 1)] * len(linear),
        constraints={"type": "eq", "fun": lambda a: a.sum() - b, "jac": lambda a: np.ones(len(a))},
        method="SLSQP",
        options={"ftol": 1e-12, "maxiter": 200},
    ).x


@pytest.mark.parametrize("b", [1, 4, 11, 12])
@pytest.mark.parametrize("scale", [0.1, 2.0])
def test_the_minimum_is_that_of_a_general_solver(b, scale):
    rng = np.random.default_rng(b)
    x, linear = rng.normal(size=(12, 2)), scale * rng.normal(size=12)
    shares, slopes = CappedSimplex(x, linear, b, 1.0).minimum()
    reference = solved(gaussian(x), linear, b)
    np.testing.assert_allclose(shares, reference, atol=2e-4)
    assert shares.sum() == pytest.approx(b)
    assert shares.min() >= 0
    assert shares.max() <= 1
    np.testing.assert_allclose(slopes, gaussian(x) @ shares + linear, atol=1e-9)
    inside = shares > 1e-12
    assert slopes[inside].max() - slopes[shares < 1].min(initial=np.inf) <= 1e-8


def test_copies_and_many_items_converge():
    x = np.repeat(np.random.default_rng(0).normal(size=(100, 3)), 3, axis=0)
    linear = np.repeat(np.random.default_rng(1).normal(size=100), 3)
    shares, slopes = CappedSimplex(x, linear, 10, 1.0).minimum()
    assert slopes[shares > 0].max() - slopes[shares < 1].min() <= 1e-8


def test_the_batch_is_that_of_the_definition():
    rng = np.random.default_rng(3)
    x, p = rng.normal(size=(24, 2)), rng.dirichlet(np.ones(3), 24)
    known, pool, b, n = np.arange(4), np.arange(4, 24), 3, 24
    similar = gaussian(x)
    ordered = np.sort(p[pool], axis=1)
    doubt = 1 - (ordered[:, -1] - ordered[:, -2])
    near, far = similar[np.ix_(pool, known)].sum(axis=1), similar[np.ix_(pool, pool)].sum(axis=1)
    linear = (20 - b) / n * near - (4 + b) / n * far - 0.7 * doubt
    exact = solved(similar[np.ix_(pool, pool)], linear, b)
    view = PoolView(24, labelled=known, embeddings=x, probabilities=p)
    batch = RepresentativeInformative(beta=0.7, width=1.0).select(view, b, np.random.default_rng(0))
    np.testing.assert_allclose(batch.scores, np.sort(exact)[::-1][:b], atol=2e-4)
    assert set(batch.indices.tolist()) == set(pool[np.argsort(-exact)[:b]].tolist())


def test_without_scores_it_covers_what_is_not_labelled():
    rng = np.random.default_rng(0)
    x = np.concatenate([rng.normal(size=(40, 2)) * 0.3 + 6 * i for i in range(3)])
    p = np.full((120, 2), 0.5)
    batch = asknext.select(
        "representative_informative", 4, embeddings=x, probabilities=p, labelled=range(20), beta=0.0, width=2.0
    )
    assert set((batch.indices // 40).tolist()) >= {1, 2}


def test_the_surest_way_to_be_asked_is_to_be_in_doubt():
    p = np.column_stack([np.linspace(0.5, 1.0, 20), np.linspace(0.5, 0.0, 20)])
    batch = asknext.select("representative_informative", 3, embeddings=np.eye(20), probabilities=p, beta=1000.0)
    assert batch.indices.tolist() == [0, 1, 2]
    assert batch.scores.tolist() == [1.0, 1.0, 1.0]
