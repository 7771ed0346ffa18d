"""k-center greedy: always the farthest from what is labelled or chosen."""

import numpy as np
import pytest

import asknext
from asknext import PoolView
from asknext.strategies import build


def brute_force(points, labelled, n, first):
    """Plain greedy with every distance, float64; ties to the lowest row."""
    points = np.asarray(points, dtype=np.float64)
    away = ((points[:, None] - points[None]) ** 2).sum(axis=2)
    chosen, centres = [], list(labelled)
    for _ in range(n):
        nearest = away[:, centres].min(axis=1) if centres else None
        pick = first if nearest is None else int(np.argmax(np.where(np.isin(range(len(points)), centres), -1, nearest)))
        chosen.append((pick, np.nan if nearest is None else np.sqrt(nearest[pick])))
        centres.append(pick)
    return chosen


def data(kind, rng):
    if kind == "uniform":
        return rng.random((300, 3))
    if kind == "clustered":
        return rng.normal(size=(8, 5))[rng.integers(8, size=300)] * 10 + rng.normal(size=(300, 5)) * 0.01
    if kind == "far from the origin":
        return rng.normal(size=(300, 4)) + 1e4
    return np.repeat(rng.normal(size=(60, 4)), 5, axis=0)  # duplicated


@pytest.mark.parametrize("kind", ["uniform", "clustered", "far from the origin", "duplicated"])
@pytest.mark.parametrize("labelled", [[], [4], list(range(0, 300, 7))], ids=["none", "one", "many"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_distances_are_those_of_plain_greedy(kind, labelled, dtype):
    points = data(kind, np.random.default_rng(3)).astype(dtype)
    batch = asknext.select("k_center_greedy", 40, embeddings=points, labelled=labelled)
    expected = brute_force(points, labelled, 40, batch.indices[0])
    tolerance = 1e-6 * np.abs(points).max() if kind == "far from the origin" else 1e-9
    np.testing.assert_allclose(batch.scores, [distance for _, distance in expected], atol=tolerance, rtol=1e-7)
    if kind != "duplicated":
        assert batch.indices.tolist() == [pick for pick, _ in expected]


def test_many_blocks_agree_with_plain_greedy():
    rng = np.random.default_rng(0)
    points = rng.normal(size=(20, 16))[rng.integers(20, size=5000)] * 2 + rng.normal(size=(5000, 16))
    points, labelled = points.astype(np.float32), rng.choice(5000, 30, replace=False)
    batch = asknext.select("k_center_greedy", 200, embeddings=points, labelled=labelled)
    exact = points.astype(np.float64)
    nearest = np.min([((exact - exact[row]) ** 2).sum(axis=1) for row in labelled], axis=0)
    for pick, distance in zip(batch.indices, batch.scores, strict=True):
        assert pick == np.argmax(nearest)
        assert distance == pytest.approx(np.sqrt(nearest[pick]), rel=1e-6)
        nearest = np.minimum(nearest, ((exact - exact[pick]) ** 2).sum(axis=1))


def test_scores_never_rise():
    points = np.random.default_rng(0).normal(size=(500, 3))
    scores = asknext.select("k_center_greedy", 500, embeddings=points, labelled=[0], allow_fewer=True).scores
    assert (np.diff(scores) <= 1e-9).all()


def test_cosine_ignores_length():
    rng = np.random.default_rng(0)
    points = rng.normal(size=(50, 3))
    stretched = points * rng.uniform(0.1, 10, size=(50, 1))
    plain, other = (
        asknext.select("k_center_greedy", 10, embeddings=each, labelled=[0], metric="cosine")
        for each in (points, stretched)
    )
    assert plain.indices.tolist() == other.indices.tolist()
    unit = points / np.linalg.norm(points, axis=1, keepdims=True)
    assert plain.scores[0] == pytest.approx(1 - (unit @ unit[0]).min())


def test_a_row_of_zeros_has_no_direction():
    points = np.array([[1.0, 0.0], [0.0, 0.0], [2.0, 0.0]])
    batch = asknext.select("k_center_greedy", 2, embeddings=points, labelled=[0], metric="cosine")
    assert batch.indices.tolist() == [1, 2]
    np.testing.assert_allclose(batch.scores, [0.5, 0.0])


def test_without_labels_it_starts_with_any_item():
    points = np.random.default_rng(0).normal(size=(5, 2))
    batches = [asknext.select("k_center_greedy", 2, embeddings=points, seed=seed) for seed in range(60)]
    assert {int(batch.indices[0]) for batch in batches} == set(range(5))
    assert np.isnan(batches[0].scores[0])
    assert batches[0].reasons[0] == "A first item, drawn at random: nothing is labelled yet."


def test_equally_far_items_are_told_apart_by_the_seed():
    points = np.array([[0.0], [1.0], [-1.0]])
    picks = {
        int(asknext.select("k_center_greedy", 1, embeddings=points, labelled=[0], seed=s).indices[0]) for s in range(40)
    }
    assert picks == {1, 2}


def test_a_whole_batch_is_greedy_and_not_one_pick():
    points = np.array([[0.0], [10.0], [10.1], [5.0]])
    batch = asknext.select("k_center_greedy", 3, embeddings=points, labelled=[0])
    assert batch.indices.tolist() == [2, 3, 1]
    assert batch.reasons[0] == "Least like anything labelled so far (distance 10)."


def test_rows_set_aside_repel_nothing():
    points = np.array([[0.0], [9.0], [10.0], [3.0]])
    batch = asknext.select("k_center_greedy", 1, embeddings=points, labelled=[0, 1], labels=["a", None, None, None])
    assert batch.indices.tolist() == [2]


def test_memory_stays_far_below_a_distance_matrix():
    import tracemalloc

    points = np.random.default_rng(0).normal(size=(40_000, 4)).astype(np.float32)
    tracemalloc.start()
    asknext.select("k_center_greedy", 300, embeddings=points, labelled=range(300), threads=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40_000 * 300 * 4 / 2


def test_many_equally_far_items_are_told_apart_by_their_content():
    points = np.random.default_rng(0).integers(0, 3, size=(3_000, 6)).astype(np.float32)
    batch = asknext.select("k_center_greedy", 100, embeddings=points)
    assert len({tuple(point) for point in points[batch.indices].tolist()}) == 100


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_a_round_with_what_was_kept_of_the_last_picks_the_same(metric):
    rng, kept, labelled = np.random.default_rng(0), {}, np.arange(40)
    points = (rng.normal(size=(5, 6))[rng.integers(5, size=3000)] * 2 + rng.normal(size=(3000, 6))).astype(np.float32)
    strategy = build({"name": "k_center_greedy", "metric": metric})
    for _ in range(4):
        views = [PoolView(3000, embeddings=points, labelled=labelled, kept=keep) for keep in (kept, None)]
        with_kept, without = (strategy.select(view, 30, np.random.default_rng(1)) for view in views)
        np.testing.assert_array_equal(with_kept.indices, without.indices)
        np.testing.assert_array_equal(with_kept.scores, without.scores)
        labelled = np.concatenate([labelled, with_kept.indices[::2], rng.choice(3000, 5)])
