"""GSx, GSy and iGS on numbers that can be followed by hand; brute force is in tests/conformance."""

import numpy as np
import pytest

import asknext
from asknext.errors import InputError

X = np.array([[0.0], [1.0], [2.0], [4.0], [10.0]])
FIRST_TOLD = [0.0, None, None, None, None]


def rows(name, n, **inputs):
    return asknext.select(name, n, **inputs).indices.tolist()


def test_inputs_alone_go_from_the_centre_outwards():
    assert rows("greedy_sampling_x", 4, embeddings=X) == [3, 4, 0, 2]  # the mean is 3.4; then 6, 4, 2 away
    scores = asknext.select("greedy_sampling_x", 3, embeddings=X).scores
    np.testing.assert_allclose(scores, [np.nan, 6, 4])


def test_with_labels_inputs_alone_are_k_center_greedy():
    rng = np.random.default_rng(0)
    inputs = {"embeddings": rng.normal(size=(60, 3)), "labelled": [1, 2, 3]}
    assert rows("greedy_sampling_x", 9, **inputs) == rows("k_center_greedy", 9, **inputs)


def test_a_classification_task_may_start_by_it_too():
    assert len(rows("greedy_sampling_x", 2, embeddings=X, labels=["a", None, None, "b", None])) == 2


def test_outputs_alone_fill_the_gaps_of_the_known_labels():
    predictions = [0.0, 1.0, 9.0, 5.0, 4.5]
    chosen = asknext.select("greedy_sampling_y", 3, predictions=predictions, labels=FIRST_TOLD)
    assert chosen.indices.tolist() == [2, 4, 1]  # 9 from 0; then 4.5 from both (5 is 4 from 9); then 1
    np.testing.assert_allclose(chosen.scores, [9, 4.5, 1])


def test_both_multiply_the_distances():
    predictions = [0.0, 8.0, 3.0, 1.0, 0.5]
    chosen = asknext.select("improved_greedy_sampling", 1, embeddings=X, predictions=predictions, labels=FIRST_TOLD)
    assert chosen.indices.tolist() == [1]  # products with row 0: 8, 6, 4, 5
    assert chosen.scores.tolist() == [8.0]


def test_a_chosen_item_counts_with_its_prediction():
    predictions = [0.0, 8.0, 8.0, 1.0, 0.5]
    chosen = asknext.select("improved_greedy_sampling", 2, embeddings=X, predictions=predictions, labels=FIRST_TOLD)
    assert chosen.indices.tolist() == [2, 4]  # 16 first; then row 1 is like row 2 (product 0), row 4 has 5 and 60


def test_a_like_item_with_the_same_prediction_comes_last():
    x = np.vstack([X, X[1]])
    labels, predictions = [*FIRST_TOLD, None], [0.0, 8.0, 3.0, 1.0, 0.5, 8.0]
    chosen = rows("improved_greedy_sampling", 5, embeddings=x, predictions=predictions, labels=labels)
    assert chosen[-1] in (1, 5)


@pytest.mark.parametrize("name", ["greedy_sampling_y", "improved_greedy_sampling"])
def test_labels_that_are_no_numbers_are_refused_by_name(name):
    with pytest.raises(InputError, match=f"{name}.*labels that are numbers"):
        asknext.select(name, 1, embeddings=X, predictions=np.zeros(5), labels=["cat", None, None, None, None])


@pytest.mark.parametrize(
    ("predictions", "message"),
    [
        (np.zeros((5, 2)), r"predictions has shape \(5, 2\), expected \(n,\)"),
        ([0, 1, np.inf, 0, 0], "row 2 of predictions holds inf"),
        (list("abcde"), "predictions holds <U1, expected numbers"),
    ],
)
def test_predictions_that_cannot_be_used_are_refused(predictions, message):
    with pytest.raises(InputError, match=message):
        asknext.select("greedy_sampling_y", 1, predictions=predictions, labels=FIRST_TOLD)
