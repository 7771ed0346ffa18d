"""The default strategy is the recipe that its docstring says."""

import numpy as np

import asknext
from asknext import PoolView
from asknext.strategies import Auto

P = np.random.default_rng(0).dirichlet(np.ones(3), 60)
E = np.random.default_rng(1).normal(size=(60, 4))
LABELS = [0, 1, 2] + [None] * 57


def indices(strategy, n=6, **inputs):
    return asknext.select(strategy, n, **inputs).indices.tolist()


def test_warm_it_is_margin_through_weighted_kmeans():
    inputs = {"probabilities": P, "embeddings": E, "labels": LABELS}
    assert indices("auto", **inputs) == indices("weighted_kmeans", **inputs)


def test_one_item_or_no_embeddings_is_margin_alone():
    assert indices("auto", 1, probabilities=P, embeddings=E, labels=LABELS) == indices(
        "margin", 1, probabilities=P, labels=LABELS
    )
    assert indices("auto", probabilities=P, labels=LABELS) == indices("margin", probabilities=P, labels=LABELS)


def test_several_labels_are_mean_entropy():
    labels = [[0, 1, 2]] + [None] * 59
    found = indices("auto", probabilities=P, labels=labels, multilabel=True)
    assert found == indices("mean_entropy", probabilities=P, labels=labels)


def test_cold_it_is_diverse_and_with_nothing_random():
    assert indices("auto", embeddings=E) == indices("kmeans", embeddings=E)
    assert asknext.select("auto", 2, labels=[None] * 5).reasons == ("Drawn at random.",) * 2


def test_it_ranks_a_whole_pool():
    view = PoolView(60, probabilities=P, embeddings=E, labels=LABELS, labelled=np.array([0, 1, 2]))
    ranked = Auto().rank(view, np.random.default_rng(0), head=10)
    assert sorted(ranked.indices.tolist()) == list(range(3, 60))
