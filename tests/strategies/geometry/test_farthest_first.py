"""Farthest-first picks exactly what plain greedy picks, whatever the data."""

import os
from pathlib import Path

import numpy as np
import pytest

from asknext import PoolView
from asknext.strategies.geometry import farthest_first as module
from asknext.strategies.geometry.farthest_first import FarthestFirst
from asknext.strategies.inputs import EmbeddingBlocks
from asknext.strategies.top import quantised

SHARED = Path(os.environ.get("ASKNEXT_SHARED", Path(__file__).parents[4] / "shared"))
REAL = ["cifar10_4k_efflite0_pca128", "sentiment140_8k_minilm_pca128"]


def clustered(rng, n):
    return rng.normal(size=(12, 16))[rng.integers(12, size=n)] * 3 + rng.normal(size=(n, 16))


POOLS = {
    "clustered": clustered,
    "one gaussian": lambda rng, n: rng.normal(size=(n, 16)),
    "uniform, few dimensions": lambda rng, n: rng.random((n, 2)),
    "uniform, many dimensions": lambda rng, n: rng.random((n, 64)),
    "duplicated": lambda rng, n: np.repeat(rng.normal(size=(-(-n // 10), 5)), 10, axis=0)[:n],
    "equal distances": lambda rng, n: rng.integers(0, 2, size=(n, 7)).astype(float),
    "all alike": lambda rng, n: np.ones((n, 3)),
    "one far away": lambda rng, n: np.vstack([rng.normal(size=(n - 1, 4)), np.full((1, 4), 1e5)]),
}


def lazy(x, centres, keys, n):
    points = EmbeddingBlocks(PoolView(len(x), embeddings=x), "test").centred()
    traversal = FarthestFirst(points, np.arange(len(x)), np.array(centres, dtype=np.int64), keys, n)
    return [traversal.pick() for _ in range(n)]


def plain(x, centres, keys, n):
    """Every distance; equally far rows by their keys."""
    x, picks = x.astype(np.float64), []
    squares = np.full(len(x), np.inf)
    for row in centres:
        squares = np.minimum(squares, ((x - x[row]) ** 2).sum(axis=1))
    for _ in range(n):
        far = quantised(np.where(np.isin(np.arange(len(x)), [row for row, _ in picks]), -1.0, squares), 36)
        pick = max(np.flatnonzero(far == far.max()), key=lambda row: keys[row])
        picks.append((int(pick), squares[pick]))
        squares = np.minimum(squares, ((x - x[pick]) ** 2).sum(axis=1))
    return picks


def assert_the_same(x, centres, n, seed=0):
    keys = np.random.default_rng(seed).random(len(x))
    found, expected = lazy(x, centres, keys, n), plain(x, centres, keys, n)
    assert [row for row, _ in found] == [row for row, _ in expected]
    np.testing.assert_allclose([s for _, s in found], [s for _, s in expected], rtol=1e-7, atol=1e-9)


@pytest.fixture(params=["as it is", "short lists"])
def sizes(request, monkeypatch):
    """Lists so short that each is drawn again many times."""
    if request.param == "short lists":
        for name, value in {"_SAMPLE": 50, "_FRONT": 20, "_MOST": 30, "_SHORT": 4}.items():
            monkeypatch.setattr(module, name, value)


@pytest.mark.parametrize("kind", POOLS)
@pytest.mark.parametrize("labelled", [0, 1, 150])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_picks_are_those_of_plain_greedy(kind, labelled, dtype, sizes):
    rng = np.random.default_rng(7)
    x = POOLS[kind](rng, 1200).astype(dtype)
    assert_the_same(x, rng.choice(1200, labelled, replace=False), 60)


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("labelled", [0, 100])
def test_real_embeddings(name, labelled):
    file = SHARED / "data" / "precomputed_embeddings" / f"{name}.npz"
    if not file.exists():
        pytest.skip("the embeddings are not on this machine")
    with np.load(file, allow_pickle=False) as saved:
        x = saved["x"].astype(np.float32)
    assert_the_same(x, np.random.default_rng(0).choice(len(x), labelled, replace=False), 50)


def test_more_rows_than_the_lists_hold():
    rng = np.random.default_rng(3)
    assert_the_same(clustered(rng, 12_000).astype(np.float32), rng.choice(12_000, 60, replace=False), 40)


def test_few_distances_are_computed_where_many_rows_are_labelled(monkeypatch):
    computed, of = [], module.UpperBounds.of

    def counted(self, block, first, last):
        computed.append(len(block) * (last - first))
        return of(self, block, first, last)

    monkeypatch.setattr(module.UpperBounds, "of", counted)
    rng = np.random.default_rng(0)
    x = clustered(rng, 20_000).astype(np.float32)
    lazy(x, rng.choice(20_000, 800, replace=False), rng.random(20_000), 50)
    assert sum(computed) < 20_000 * 800 / 2
