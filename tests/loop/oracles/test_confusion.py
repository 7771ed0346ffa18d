"""Mistakes by class."""

from __future__ import annotations

import numpy as np
import pytest

from asknext.errors import InputError, UnknownName
from asknext.loop.oracles import ConfusionOracle, confusion_matrix_of


def test_answers_follow_the_row_of_the_true_class():
    matrix = [[0.9, 0.1, 0.0], [0.0, 0.5, 0.5], [0.2, 0.2, 0.6]]
    labels = list("abc") * 3000
    answers = np.array(ConfusionOracle(labels, "abc", matrix, seed=0).answer(np.arange(9000)))
    found = [[np.mean(answers[np.array(labels) == true] == said) for said in "abc"] for true in "abc"]
    assert np.array(found) == pytest.approx(np.array(matrix), abs=0.03)
    assert found[0][2] == 0


def test_a_matrix_is_made_of_what_is_said_and_the_rest_is_right():
    matrix = confusion_matrix_of({"b": {"a": 0.25}, 3: {"3": 0.9, "b": 0.1}}, ["a", "b", 3], "here")
    assert matrix == pytest.approx(np.array([[1, 0, 0], [0.25, 0.75, 0], [0, 0.1, 0.9]]))


@pytest.mark.parametrize(
    ("spec", "error", "told"),
    [
        ({"a": {"b": 1.5}}, InputError, "here.a.b is 1.5"),
        ({"a": {"b": 0.6, "c": 0.6}}, InputError, "here.a: the chances sum to 1.2"),
        ({"a": {"a": 0.6}}, InputError, "here.a: the chances sum to 0.6"),
        ({"a": 3}, InputError, "here.a is 3"),
        ({"d": {}}, UnknownName, "'d'"),
        ({"a": {"d": 0.1}}, UnknownName, "here.a"),
    ],
)
def test_what_cannot_be_is_told(spec, error, told):
    with pytest.raises(error, match=told):
        confusion_matrix_of(spec, list("abc"), "here")


@pytest.mark.parametrize("matrix", [[[1.0]], [[0.5, 0.4], [0, 1]], [[1.5, -0.5], [0, 1]]])
def test_rows_of_a_matrix_are_chances(matrix):
    with pytest.raises(InputError, match="confusion matrix for 2 classes"):
        ConfusionOracle(["a"], ["a", "b"], matrix)
