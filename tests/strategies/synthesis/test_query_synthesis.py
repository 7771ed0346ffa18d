import numpy as np

import asknext


def line(n=81):
    """Items on a line from 0 to 1; the ends are labelled, and the boundary lies at 0.3."""
    return np.linspace(0, 1, n)[:, None]


def test_rounds_halve_the_place_of_the_boundary():
    x, labels = line(), [None] * 81
    labels[0], labels[-1] = "low", "high"
    asked = []
    for _ in range(5):
        row = int(asknext.select("query_synthesis", 1, embeddings=x, labels=labels).indices[0])
        asked.append(round(float(x[row, 0]), 4))
        labels[row] = "low" if x[row, 0] < 0.3 else "high"
    assert asked[:4] == [0.5, 0.25, 0.375, 0.3125]
    assert asked[4] in (0.275, 0.2875)  # the midpoint lies half way between the two


def test_each_pair_has_its_turn():
    x = np.vstack([np.zeros((1, 2)), [[0.0, 4.0]], [[10.0, 0.0]], [[10.0, 6.0]], np.random.default_rng(0).normal(
        size=(30, 2)) * 0.3 + [0, 2], np.random.default_rng(1).normal(size=(30, 2)) * 0.3 + [10, 3]])  # fmt: skip
    labels = ["a", "b", "a", "b"] + [None] * 60
    batch = asknext.select("query_synthesis", 6, embeddings=x, labels=labels)
    assert (batch.indices < 34).tolist() == [True, False] * 3
    assert (batch.scores <= 0).all()
    assert "between two items with different labels" in batch.reasons[0]


def test_when_the_kept_items_run_out_the_nearest_to_any_midpoint_follow():
    x, labels = line(), ["low"] + [None] * 79 + ["high"]
    batch = asknext.select({"name": "query_synthesis", "depth": 2}, 7, embeddings=x, labels=labels)
    assert sorted(batch.indices.tolist()) == [37, 38, 39, 40, 41, 42, 43]


def test_with_one_label_it_draws_at_random():
    batch = asknext.select("query_synthesis", 3, embeddings=line(), labels=["low"] + [None] * 80)
    assert batch.reasons[0].startswith("Drawn at random")
