"""Uncertainty where several labels may hold at once."""

import math

import numpy as np
import pytest

import asknext
from asknext.errors import InputError

P = np.array([[0.5, 1.0, 0.0], [0.4, 0.7, 0.6], [0.9, 0.95, 0.99], [0.05, 0.1, 0.02]])


def h(p):
    return 0.0 if p in (0, 1) else -p * math.log(p) - (1 - p) * math.log(1 - p)


DEFINITIONS = {
    "mean_entropy": lambda row: sum(map(h, row)) / len(row),
    "max_entropy": lambda row: max(map(h, row)),
    "min_confidence": lambda row: 1 - min(max(p, 1 - p) for p in row),
    "avg_confidence": lambda row: 1 - sum(max(p, 1 - p) for p in row) / len(row),
    "binary_minimum": lambda row: 1 - min(abs(2 * p - 1) for p in row),
    "max_score": max,
    "avg_score": lambda row: sum(row) / len(row),
}


@pytest.mark.parametrize("name", DEFINITIONS)
def test_each_is_its_definition(score, name):
    np.testing.assert_allclose(score(name, P), [DEFINITIONS[name](row) for row in P.tolist()], atol=1e-12)


@pytest.mark.parametrize(
    ("name", "first"), [("max_entropy", 0), ("mean_entropy", 1), ("avg_confidence", 1), ("max_score", 0)]
)
def test_what_is_asked_first(name, first):
    assert asknext.select(name, 1, probabilities=P).indices.tolist() == [first]


def test_unlikely_labels_are_not_unsure_ones():
    batch = asknext.select("min_confidence", 4, probabilities=P)
    assert batch.indices.tolist()[:2] == [0, 1]


@pytest.mark.parametrize("name", ["margin", "entropy", "least_confidence", "ratio", "weighted_kmeans"])
def test_single_label_measures_name_their_multi_label_kin(name):
    with pytest.raises(InputError, match="several may hold here: use mean_entropy, max_entropy, min_confidence"):
        asknext.select(name, 1, probabilities=P, embeddings=P, multilabel=True)


def test_multi_label_measures_refuse_a_single_label_task():
    with pytest.raises(InputError, match="for multi-label tasks, but each item has exactly one label here"):
        asknext.select("mean_entropy", 1, probabilities=P, multilabel=False)


def test_rows_need_not_sum_to_one_but_lie_between_zero_and_one():
    wrong = P.copy()
    wrong[2, 1] = 1.2
    with pytest.raises(InputError, match=r"row 2 of probabilities holds 1\.2"):
        asknext.select("mean_entropy", 1, probabilities=wrong)


def test_the_reason_counts_the_unsure_labels():
    batch = asknext.select("mean_entropy", 4, probabilities=P)
    assert batch.reasons[0] == "The model is unsure about 3 of 3 labels here."
    assert batch.reasons[-1] == "The model is fairly sure of every label here; nothing less sure is left."


def test_weighted_kmeans_takes_a_multi_label_scorer():
    batch = asknext.select("weighted_kmeans", 2, scorer="mean_entropy", probabilities=P, embeddings=P)
    assert len(set(batch.indices.tolist())) == 2
