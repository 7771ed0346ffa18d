import numpy as np

import asknext
from asknext import PoolView
from asknext.strategies.choosing.cluster_tree import cluster_tree, pruning
from asknext.strategies.inputs import EmbeddingBlocks


def groups(sizes=(30, 30, 30), seed=0):
    which = np.repeat(np.arange(len(sizes)), sizes)
    return 30.0 * np.eye(len(sizes))[which] + np.random.default_rng(seed).normal(size=(len(which), len(sizes))), which


def tree_of(x, rng=0):
    points = EmbeddingBlocks(PoolView(len(x), embeddings=x), "hierarchical")
    return cluster_tree(points, np.arange(len(x)), np.random.default_rng(rng))


def cut(tree, labels):
    classes = sorted(set(labels.values()))
    count = len(tree.children) + 1
    counts = np.zeros((count, max(2, len(classes))))
    for row, label in labels.items():
        counts[tree.leaves[row], classes.index(label)] += 1
    sizes = np.bincount(tree.leaves, minlength=count).astype(float)
    return pruning(tree, tree.summed(sizes), tree.summed(counts))


def test_the_tree_joins_near_items_first_and_holds_all():
    tree = tree_of(groups()[0])
    sizes = tree.summed(np.ones(90))
    assert sizes[-1] == 90
    assert sorted(sizes[tree.children[-1]].tolist()) == [30, 60]
    assert sizes[90:].max() == 90


def test_without_labels_the_whole_is_one_cluster():
    nodes, weights = cut(tree_of(groups()[0]), {})
    assert nodes == [178]
    assert weights.tolist() == [90.0]


def test_labels_cut_the_tree_between_pure_groups():
    x, which = groups()
    labels = {row: int(which[row]) for row in range(90) if row % 3}
    nodes, weights = cut(tree_of(x), labels)
    assert len(nodes) == 3
    assert weights.max() < 2  # what is pure is left alone


def test_mixed_groups_are_asked_and_pure_ones_left_alone():
    x, which = groups((60, 60))
    labels = [None] * 120
    for row in range(120):
        if row % 2:
            labels[row] = "a" if which[row] == 0 else "bc"[(row // 2) % 2]
    found = [
        which[asknext.select("hierarchical", 5, embeddings=x, labels=labels, seed=seed).indices].mean()
        for seed in range(8)
    ]
    assert np.mean(found) > 0.8


def test_a_large_pool_has_cells_for_leaves_and_cuts_the_same_groups():
    x, which = groups((1000, 1000, 1000))
    tree = tree_of(x)
    assert len(tree.children) == 999
    labels = {row: int(which[row]) for row in range(0, 3000, 7)}
    assert len(cut(tree, labels)[0]) >= 3
    batch = asknext.select("hierarchical", 20, embeddings=x, labels=[labels.get(row) for row in range(3000)], seed=1)
    assert len(set(batch.indices.tolist())) == 20


def test_the_score_is_the_chance():
    x, _ = groups((10, 10, 10))
    batch = asknext.select("hierarchical", 3, embeddings=x, labels=[None] * 30)
    np.testing.assert_allclose(batch.scores, [1 / 30, 1 / 29, 1 / 28])
    assert "group of 30 similar items" in batch.reasons[0]
