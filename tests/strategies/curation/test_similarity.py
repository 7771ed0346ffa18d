"""Near a set of given items."""

import numpy as np
import pytest

import asknext
from asknext.errors import InputError
from asknext.strategies import Similarity

X = np.array([[1.0, 0.0], [0.0, 2.0], [3.0, 3.0], [-1.0, 0.0]])


def test_worked_cosines():
    batch = asknext.select("similarity", 3, embeddings=X, near=[0], labelled=[0])
    assert batch.indices.tolist() == [2, 1, 3]
    np.testing.assert_allclose(batch.scores, [(1 + np.sqrt(0.5)) / 2, 0.5, 0.0], atol=1e-12)


def test_worked_distances():
    batch = asknext.select("similarity", 3, embeddings=X, near=[0], labelled=[0], metric="euclidean")
    assert batch.indices.tolist() == [3, 1, 2]
    np.testing.assert_allclose(batch.scores, [1 / 3, 1 / (1 + np.sqrt(5)), 1 / (1 + np.sqrt(13))])


def test_the_nearest_of_several_counts():
    rng = np.random.default_rng(0)
    x, near = rng.normal(size=(40, 5)), [1, 7, 30]
    unit = x / np.linalg.norm(x, axis=1, keepdims=True)
    batch = asknext.select("similarity", 40, embeddings=x, near=near)
    np.testing.assert_allclose(batch.scores, (1 + (unit @ unit[near].T).max(axis=1)[batch.indices]) / 2, atol=1e-12)


def test_a_column_may_mark_the_items():
    marked, listed = (
        asknext.select("similarity", 4, embeddings=X, near=near, columns={"tag": [0, 0, 1, 0]}) for near in ("tag", [2])
    )
    np.testing.assert_array_equal(marked.scores, listed.scores)


def test_by_default_the_labelled_items_are_meant():
    default, named = (
        asknext.select("similarity", 2, embeddings=X, labelled=[0, 1], **m) for m in ({}, {"near": [0, 1]})
    )
    np.testing.assert_array_equal(default.scores, named.scores)
    batch = asknext.select("similarity", 1, embeddings=X)
    assert batch.reasons == ("Drawn at random: there are no items to be similar to.",)


def test_rows_that_do_not_exist():
    with pytest.raises(InputError, match="near holds row 9, but rows are 0 to 3"):
        asknext.select("similarity", 1, embeddings=X, near=[9])
    with pytest.raises(InputError, match=r"'near' of strategy 'similarity' is .*, but must be a list of row numbers"):
        Similarity(near=[0.5])
