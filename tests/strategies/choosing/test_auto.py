"""The default strategy is the recipe that its docstring says."""

import numpy as np
import pytest

import asknext
from asknext import PoolView
from asknext.strategies import Auto

P = np.random.default_rng(0).dirichlet(np.ones(3), 60)
E = np.random.default_rng(1).normal(size=(60, 4))
LABELS = [0, 1, 2] + [None] * 57
AT_RANDOM = "Drawn at random, as one item in ten is, to see what the model overlooks."


def view(**inputs):
    return PoolView(60, labelled=np.array([0, 1, 2]), labels=LABELS, **inputs)


def parts(batch):
    """Places and rows of what was drawn at random, and the other rows in their order."""
    at_random = np.array([reason == AT_RANDOM for reason in batch.reasons])
    return np.flatnonzero(at_random), batch.indices[at_random], batch.indices[~at_random].tolist()


@pytest.mark.parametrize("seed", range(5))
def test_one_item_in_ten_is_drawn_at_random_and_has_no_score(seed):
    batch = asknext.select("auto", 20, probabilities=P, embeddings=E, labels=LABELS, seed=seed)
    places, _, _ = parts(batch)
    assert len(places) == 2
    assert np.diff(places) == 10
    np.testing.assert_array_equal(np.flatnonzero(np.isnan(batch.scores)), places)


def test_the_random_places_and_items_differ_by_seed():
    def drawn(seed):
        places, rows, _ = parts(asknext.select("auto", 10, probabilities=P, embeddings=E, labels=LABELS, seed=seed))
        return places[0], rows[0]

    found = [drawn(seed) for seed in range(30)]
    assert len({place for place, _ in found}) > 5
    assert len({row for _, row in found}) > 15


def test_a_single_item_is_random_one_time_in_ten():
    reasons = [asknext.select("auto", 1, probabilities=P, labels=LABELS, seed=seed).reasons[0] for seed in range(300)]
    assert 15 < reasons.count(AT_RANDOM) < 50


def test_the_others_are_margin_through_weighted_kmeans_by_cosine():
    chosen = Auto().recipe(view(probabilities=P, embeddings=E), 10).strategy
    assert (
        chosen.describe()
        == asknext.strategies.build({"name": "weighted_kmeans", "metric": "cosine", "scorer": "margin"}).describe()
    )


def test_one_item_or_no_embeddings_is_margin_alone():
    assert Auto().recipe(view(probabilities=P, embeddings=E), 1).strategy.name == "margin"
    _, _, others = parts(asknext.select("auto", 10, probabilities=P, labels=LABELS))
    best = asknext.select("margin", 10, probabilities=P, labels=LABELS).indices.tolist()
    assert others == [row for row in best if row in others]
    assert len(others) == 9


def test_several_labels_are_max_entropy():
    labels = [[0, 1, 2]] + [None] * 59
    _, _, others = parts(asknext.select("auto", 6, probabilities=P, labels=labels, multilabel=True))
    best = asknext.select("max_entropy", 6, probabilities=P, labels=labels).indices.tolist()
    assert others == [row for row in best if row in others]


def test_numbers_are_lcmd():
    numbers = [0.5, 1.5, 2.0] + [None] * 57
    found = asknext.select("auto", 5, embeddings=E, labels=numbers, task="regression")
    assert found.indices.tolist() == asknext.select("lcmd", 5, embeddings=E, labels=numbers).indices.tolist()


def test_cold_it_is_diverse_and_with_nothing_random():
    cold = asknext.select("auto", 6, embeddings=E)
    assert cold.indices.tolist() == asknext.select("kmeans", 6, embeddings=E).indices.tolist()
    assert asknext.select("auto", 2, labels=[None] * 5).reasons == ("Drawn at random.",) * 2


def test_it_ranks_a_whole_pool_with_random_items_in_the_head_only():
    ranked = Auto().rank(view(probabilities=P, embeddings=E), np.random.default_rng(0), head=20)
    assert sorted(ranked.indices.tolist()) == list(range(3, 60))
    assert len(ranked.reasons) == len(ranked.scores) == 57
    places, _, _ = parts(ranked)
    assert len(places) == 2
    assert places[1] == places[0] + 10 < 20


def test_shuffled_rows_give_the_same_items():
    order = np.random.default_rng(5).permutation(60)
    shuffled = [LABELS[i] for i in order]
    plain = asknext.select("auto", 12, probabilities=P, embeddings=E, labels=LABELS, seed=4)
    other = asknext.select("auto", 12, probabilities=P[order], embeddings=E[order], labels=shuffled, seed=4)
    assert plain.indices.tolist() == order[other.indices].tolist()


def test_all_that_is_left():
    labels = [0, 1, 2] * 19 + [0] + [None] * 2
    for seed in range(20):
        batch = asknext.select("auto", 2, probabilities=P, embeddings=E, labels=labels, seed=seed)
        assert sorted(batch.indices.tolist()) == [58, 59]
