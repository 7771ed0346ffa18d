"""Density scorers: the quick forms are their definitions, both ways round."""

import math

import numpy as np
import pytest

import asknext
from asknext import PoolView
from asknext.strategies import MMD, Entropy, InformationDensity, KMeansDensity, Margin, build

E = np.random.default_rng(0).normal(size=(60, 3)) + 1
UNIT = E / np.linalg.norm(E, axis=1, keepdims=True)
SPREAD = math.sqrt(((E - E.mean(axis=0)) ** 2).sum(axis=1).mean())


def away(points=E):
    return np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))


DEFINITIONS = [
    ("information_density", {}, (UNIT @ UNIT.T).mean(axis=1).clip(0)),
    ("information_density", {"beta": 2.5}, (UNIT @ UNIT.T).mean(axis=1).clip(0) ** 2.5),
    ("information_density", {"favour": "sparse", "beta": 2}, (1 - (UNIT @ UNIT.T).mean(axis=1)) ** 2),
    ("knn_density", {"neighbours": 5}, 1 / np.sort(away(), axis=1)[:, 1:6].mean(axis=1)),
    ("knn_density", {"neighbours": 5, "favour": "sparse"}, np.sort(away(), axis=1)[:, 1:6].mean(axis=1)),
    ("knn_density", {"neighbours": 3, "metric": "cosine"}, 1 / np.sort(away(UNIT), axis=1)[:, 1:4].mean(axis=1)),
    ("kde", {"width": 0.7}, np.exp(-(away() ** 2) / (2 * 0.7**2)).mean(axis=1)),
    ("kde", {}, np.exp(-(away() ** 2) / (2 * SPREAD**2)).mean(axis=1)),
    ("kde", {"favour": "sparse"}, 1 / np.exp(-(away() ** 2) / (2 * SPREAD**2)).mean(axis=1)),
    ("mmd", {"width": 0.7}, np.exp(-(away() ** 2) / (2 * 0.7**2)).mean(axis=1)),
]


@pytest.mark.parametrize(("name", "parameters", "expected"), DEFINITIONS)
def test_each_is_its_definition(score, name, parameters, expected):
    np.testing.assert_allclose(score({"name": name, **parameters}, embeddings=E), expected, rtol=1e-6)


def test_with_as_many_centres_as_items_kmeans_density_is_a_kernel_density():
    found = KMeansDensity(centres=60).score(PoolView(60, embeddings=E))
    np.testing.assert_allclose(found, np.exp(-(away() ** 2) / 2).mean(axis=1), rtol=1e-5)


def test_kmeans_density_by_hand(score):
    """Two groups, 3 and 1 items, far apart: the share of the group, less what the distance to its centre takes."""
    points = np.array([[0.0], [0.3], [-0.3], [100.0]])
    width = math.sqrt(0.18 / 4)
    edge = 0.75 * math.exp(-0.09 / (2 * width**2))
    np.testing.assert_allclose(
        score({"name": "kmeans_density", "centres": 2}, embeddings=points), [0.75, edge, edge, 0.25], rtol=1e-4
    )


def test_the_witness_falls_where_labels_are():
    view = PoolView(60, embeddings=E, labelled=np.array([0, 1]))
    k = np.exp(-(away() ** 2) / 2)
    np.testing.assert_allclose(MMD(width=1).score(view), k[2:, 2:].mean(axis=1) - k[2:, :2].mean(axis=1), atol=1e-12)


@pytest.mark.parametrize("name", ["information_density", "knn_density", "kde", "kmeans_density"])
def test_dense_and_sparse_are_opposite_orders(name):
    """A close group of ten and one item far from it (by direction as well)."""
    points = np.concatenate([np.random.default_rng(0).normal(size=(10, 2)) * 0.1 + [5, 0], [[0.0, 5.0]]])
    dense = asknext.select({"name": name}, 11, embeddings=points)
    sparse = asknext.select({"name": name, "favour": "sparse"}, 11, embeddings=points)
    assert dense.indices[-1] == 10 == sparse.indices[0]
    assert dense.indices.tolist() == sparse.indices.tolist()[::-1]
    assert dense.reasons[0] == "Many other items are like it."
    assert sparse.reasons[0] == "Few other items are like it."


@pytest.mark.parametrize("name", ["kde", "mmd"])
def test_a_sample_of_references_comes_near(name):
    points = np.random.default_rng(1).normal(size=(2000, 4))
    view = PoolView(2000, embeddings=points)
    whole, part = (build({"name": name, "references": most}).score(view) for most in (5000, 500))
    assert np.corrcoef(whole, part)[0, 1] > 0.98
    np.testing.assert_allclose(part, whole, rtol=0.25)


def test_density_weighs_another_score():
    p = np.random.default_rng(0).dirichlet(np.ones(3), 60)
    view = PoolView(60, probabilities=p, embeddings=E)
    combined = Entropy() * InformationDensity(beta=2)
    np.testing.assert_allclose(combined.score(view), Entropy().score(view) * InformationDensity(beta=2).score(view))
    assert build(combined.describe()) == combined
    exponent = Margin() ** build("kde")
    assert np.isfinite(exponent.score(view)).all()


def test_equal_items_have_a_finite_density(score):
    for name in ("information_density", "knn_density", "kde", "kmeans_density", "mmd"):
        for favour in ({}, {"favour": "sparse"}) if name != "mmd" else ({},):
            assert np.isfinite(score({"name": name, **favour}, embeddings=np.ones((7, 2)))).all()


def test_no_matrix_of_all_pairs_is_made():
    import tracemalloc

    points = np.random.default_rng(0).normal(size=(5_000, 4))
    tracemalloc.start()
    asknext.select("information_density", 5, embeddings=points)
    asknext.select({"name": "kde", "references": 100}, 5, embeddings=points)
    asknext.select("kmeans_density", 5, embeddings=points)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000 * 5_000 * 8 / 4
