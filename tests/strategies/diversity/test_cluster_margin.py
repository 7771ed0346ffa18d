"""Cluster-margin: round robin over clusters of unsure items, small ones first."""

import numpy as np

import asknext
from asknext.strategies.diversity.cluster_margin import round_robin

X = np.array([[0.0], [0.1], [0.2], [0.3], [5.0], [5.1], [9.0], [50.0]])
P = np.column_stack([np.full(8, 0.5), np.full(8, 0.5)])


def test_rounds_go_from_small_clusters_to_large():
    members = np.array([2, 2, 2, 0, 0, 1])
    order = round_robin(members, 6, np.random.default_rng(0))
    assert members[order].tolist() == [1, 0, 2, 0, 2, 2]


def test_every_cluster_is_asked_before_any_twice():
    batch = asknext.select("cluster_margin", 6, embeddings=X, probabilities=P, distance=2.0, beta=2)
    places = X[batch.indices, 0]
    assert set(places[:2]) == {9.0, 50.0}
    assert 5 <= places[2] < 6
    assert places[3] < 1
    assert 5 <= places[4] < 6
    assert places[5] < 1


def test_by_default_there_are_as_many_clusters_as_items_to_ask():
    for seed in range(5):
        batch = asknext.select("cluster_margin", 4, embeddings=X, probabilities=P, seed=seed)
        assert sorted(np.digitize(X[batch.indices, 0], [1, 6, 20]).tolist()) == [0, 1, 2, 3]


def test_within_a_cluster_the_draw_is_random():
    found = {
        int(asknext.select("cluster_margin", 1, embeddings=X[:4], probabilities=P[:4], seed=seed).indices[0])
        for seed in range(40)
    }
    assert found == {0, 1, 2, 3}


def test_only_the_least_sure_are_clustered():
    p = np.array([[0.5, 0.5]] * 4 + [[0.9, 0.1]] * 4)
    batch = asknext.select("cluster_margin", 2, embeddings=X, probabilities=p, beta=2)
    assert (batch.indices < 4).all()
    np.testing.assert_allclose(batch.scores, 1.0)


def test_many_kept_items_are_clustered_in_parts():
    rng = np.random.default_rng(0)
    x, p = rng.normal(size=(4200, 2)), rng.dirichlet(np.ones(2), 4200)
    batch = asknext.select("cluster_margin", 21, embeddings=x, probabilities=p, beta=200)
    assert len(set(batch.indices.tolist())) == 21


def test_the_reason_counts_the_group():
    batch = asknext.select("cluster_margin", 1, embeddings=X, probabilities=P, distance=2.0)
    assert batch.reasons == ("Among the least sure, and in a group of 1 such item.",)


def test_the_linkage_is_the_average_and_not_the_nearest():
    # 0 1 and 2.1 3.3 are 2.2 apart on average, but 1.1 at the nearest
    x, p = np.array([[0.0], [1.0], [2.1], [3.3]]), np.full((4, 2), 0.5)
    batch = asknext.select("cluster_margin", 2, embeddings=x, probabilities=p, distance=1.5)
    assert sorted((batch.indices // 2).tolist()) == [0, 1]
    assert batch.reasons[0] == "Among the least sure, and in a group of 2 such items."
