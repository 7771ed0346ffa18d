import numpy as np

import asknext


def pool():
    """Two classes told apart by one of the features; of the rest, items 20 to 29 are far out on all of them."""
    rng = np.random.default_rng(0)
    x = np.zeros((60, 6))
    x[:20] = np.where(np.arange(20)[:, None] % 2 == 0, 3.0, -3.0) + rng.normal(size=(20, 6)) * 0.1
    x[20:40] = 9.0 + rng.normal(size=(20, 6)) * 0.1
    mixed = np.array([3.0, 3.0, 3.0, -3.0, -3.0, -3.0])
    x[40:] = mixed + rng.normal(size=(20, 6)) * 0.5
    labels = [row % 2 if row < 20 else None for row in range(60)]
    return x, labels


def test_items_that_lean_on_a_few_features_are_asked():
    x, labels = pool()
    batch = asknext.select("drop_query", 8, embeddings=x, labels=labels)
    assert (batch.indices >= 40).mean() > 0.7
    assert batch.scores.min() > 0.5
    assert "would say something else" in batch.reasons[0]


def test_too_few_candidates_are_filled_with_those_that_changed_most():
    x, labels = pool()
    batch = asknext.select({"name": "drop_query", "passes": 9}, 35, embeddings=x, labels=labels)
    assert set(range(40, 60)) & set(batch.indices.tolist())
    assert len(batch) == 35


def test_without_two_classes_it_spreads():
    x, _ = pool()
    batch = asknext.select("drop_query", 3, embeddings=x, labels=[0] + [None] * 59)
    assert batch.scores.tolist() == [1, 1, 1]
    assert len({int(row) // 20 for row in batch.indices} | {0}) >= 2


def test_without_dropout_nothing_changes():
    x, labels = pool()
    batch = asknext.select({"name": "drop_query", "rate": 0}, 4, embeddings=x, labels=labels)
    assert batch.scores.tolist() == [0, 0, 0, 0]
