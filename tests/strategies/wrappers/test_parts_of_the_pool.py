"""Wrappers that let another strategy see only part of a large pool."""

import numpy as np
import pytest

import asknext
from asknext import PoolView
from asknext.strategies import build
from asknext.strategies.geometry.nearest_unlabelled import nearest_unlabelled
from asknext.strategies.inputs import EmbeddingBlocks
from asknext.strategies.wrappers.over_part import OverPart

RNG = np.random.default_rng(5)
E = RNG.normal(size=(300, 6))
P = RNG.dirichlet(np.ones(3), 300)
LABELS = [int(np.argmax(E[i, :3])) if i % 10 == 0 else None for i in range(300)]
LABELLED = np.arange(0, 300, 10)
GIVEN = {"probabilities": P, "embeddings": E, "labels": LABELS}


def seen(spec, n=3, seed=0, **changed):
    """The rows that a wrapper leaves to the other strategy."""
    strategy = build(spec)
    assert isinstance(strategy, OverPart)
    view = PoolView(300, labelled=LABELLED, **{**GIVEN, **changed})
    return strategy.part(view, n, np.random.default_rng(seed))


@pytest.mark.parametrize("name", ["subsample", "partition", "neighbours_of_labelled", "class_anchors"])
def test_where_all_is_seen_it_is_the_other_strategy(name):
    everything = {"k": 300} if name == "neighbours_of_labelled" else {}
    everything |= {"k": 300, "size": 300} if name == "class_anchors" else {}
    plain = asknext.select("margin", 5, **GIVEN)
    part = asknext.select(name, 5, **GIVEN, **everything)
    assert part.indices.tolist() == plain.indices.tolist()
    assert part.reasons == plain.reasons


def test_subsample_draws_every_row_equally_often():
    counts = np.zeros(300)
    for seed in range(200):
        drawn = seen({"name": "subsample", "size": 27}, seed=seed)
        assert len(set(drawn.tolist())) == 27
        counts[drawn] += 1
    assert counts[LABELLED].sum() == 0
    assert counts.sum() == 200 * 27
    open_rows = np.setdiff1d(np.arange(300), LABELLED)
    assert counts[open_rows].max() < 45  # 20 expected
    assert counts[open_rows].min() > 3


def test_subsample_never_draws_fewer_than_asked_for():
    assert len(asknext.select("subsample", 50, size=5, **GIVEN)) == 50


def test_the_strategy_inside_is_asked_about_the_part_alone():
    part = seen({"name": "subsample", "size": 20}, n=4, seed=3)
    batch = asknext.select("subsample", 4, size=20, seed=np.random.default_rng(3), **GIVEN)
    margin = 1 - (np.sort(P)[:, -1] - np.sort(P)[:, -2])
    assert batch.indices.tolist() == part[np.argsort(-margin[part])[:4]].tolist()


def test_partition_takes_a_share_of_every_part():
    strategy = build({"name": "partition", "size": 60})
    view = PoolView(300, labelled=LABELLED, **GIVEN)
    parts = strategy.parts(view, np.random.default_rng(1))
    assert sorted(np.concatenate(parts).tolist()) == view.unlabelled.tolist()
    assert [len(part) for part in parts] == [54] * 5
    batch = strategy.select(view, 12, np.random.default_rng(1))
    shares = [len(set(part.tolist()) & set(batch.indices.tolist())) for part in parts]
    assert shares == [3, 3, 2, 2, 2]
    margin = 1 - (np.sort(P)[:, -1] - np.sort(P)[:, -2])
    assert batch.indices.tolist()[:5] == [int(part[np.argmax(margin[part])]) for part in parts]
    assert batch.reasons[0].startswith("The model is torn")


def test_partition_into_more_parts_than_items_asked_for():
    assert len(asknext.select("partition", 2, size=30, **GIVEN)) == 2


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_neighbours_are_those_of_brute_force(metric):
    unit = E / np.linalg.norm(E, axis=1, keepdims=True) if metric == "cosine" else E
    open_rows = np.setdiff1d(np.arange(300), LABELLED)
    distances = np.linalg.norm(unit[LABELLED][:, None] - unit[open_rows], axis=2)
    nearest = open_rows[np.argsort(distances, axis=1)[:, :4]]
    part = seen({"name": "neighbours_of_labelled", "k": 4, "metric": metric})
    assert sorted(part.tolist()) == np.unique(nearest).tolist()


def test_nearest_come_in_order_with_their_distances():
    view = PoolView(300, labelled=LABELLED, embeddings=E)
    positions, squares = nearest_unlabelled(EmbeddingBlocks(view, "test"), LABELLED[:7], 5)
    brute = ((E[LABELLED[:7]][:, None] - E[view.unlabelled]) ** 2).sum(axis=2)
    np.testing.assert_array_equal(positions, np.argsort(brute, axis=1)[:, :5])
    np.testing.assert_allclose(squares, np.sort(brute, axis=1)[:, :5], rtol=1e-4)
    assert nearest_unlabelled(EmbeddingBlocks(view, "test"), LABELLED[:1], 999)[0].shape == (1, 270)


def test_too_few_neighbours_are_filled_up():
    part = seen({"name": "neighbours_of_labelled", "k": 1}, n=200)
    assert len(set(part.tolist())) == 200
    assert not set(part.tolist()) & set(LABELLED.tolist())


def test_anchors_give_a_rare_class_the_same_say():
    # Class 1 has one labelled item far away from the 40 of class 0.
    embeddings = np.concatenate([np.tile([1.0, 0.0], (100, 1)), np.tile([0.0, 1.0], (20, 1))])
    embeddings += RNG.normal(scale=0.05, size=embeddings.shape)
    labels = [0] * 40 + [None] * 60 + [1] + [None] * 19
    rows = np.array([*range(40), 100])
    view = PoolView(120, labelled=rows, embeddings=embeddings, probabilities=P[:120], labels=labels)
    strategy = build({"name": "class_anchors", "anchors": 1, "k": 10, "size": 20})
    part = strategy.part(view, 5, np.random.default_rng(0))
    assert (part >= 100).sum() == 10
    assert (part < 100).sum() == 10


def test_anchors_keep_the_most_similar():
    strategy = {"name": "class_anchors", "anchors": 99, "k": 6, "size": 12}
    unit = E / np.linalg.norm(E, axis=1, keepdims=True)
    brought = {}
    open_rows = np.setdiff1d(np.arange(300), LABELLED)
    for anchor in LABELLED:
        cosine = unit[open_rows] @ unit[anchor]
        for position in np.argsort(-cosine)[:6]:
            brought.setdefault(int(open_rows[position]), []).append(cosine[position])
    best = sorted(brought, key=lambda row: -np.mean(brought[row]))[:12]
    assert sorted(seen(strategy).tolist()) == sorted(best)


def test_with_nothing_labelled_all_is_seen():
    view = PoolView(300, embeddings=E, probabilities=P, labels=[None] * 300)
    for name in ("neighbours_of_labelled", "class_anchors"):
        assert len(build(name).part(view, 3, np.random.default_rng(0))) == 300
