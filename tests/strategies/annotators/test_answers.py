"""Answers in whatever form they come."""

import numpy as np
import pandas as pd
import pytest

from asknext import PoolView
from asknext.errors import InputError
from asknext.strategies.annotators.answers import answers_of, most_given

TRIPLES = [(0, 0, 1), (2, 0, 0), (0, 1, 1), (1, 1, 0)]
X = np.nan


def read(annotations, classes=None, n=3):
    return answers_of(PoolView(n, annotations=annotations), "a test", classes)


@pytest.mark.parametrize(
    "annotations",
    [
        np.array([[1, 1], [X, 0], [0, X]]),
        [[1, 1], [None, 0], [0, None]],
        [["yes", "yes"], [None, "no"], ["no", None]],
        pd.DataFrame({"ann": ["b", None, "a"], "bob": ["b", "a", None]}),
        pd.DataFrame({"ann": pd.array([1, None, 0], dtype="Int64"), "bob": pd.array([1, 0, None], dtype="Int64")}),
        np.ma.masked_array([[1, 1], [7, 0], [0, 7]], mask=[[0, 0], [1, 0], [0, 1]]),
        [[True, True], [None, False], [False, None]],
    ],
    ids=["floats", "lists", "words", "table of words", "table of numbers", "masked", "yes and no"],
)
def test_any_form_is_read(annotations):
    answers = read(annotations)
    assert list(zip(answers.items, answers.annotators, answers.labels, strict=True)) == TRIPLES
    assert (answers.n, answers.width, answers.classes) == (3, 2, 2)


def test_one_annotator_may_come_as_a_plain_list():
    assert read([1, None, 0]).items.tolist() == [0, 2]


def test_counts_and_who_was_asked():
    answers = read(np.array([[1, 1], [X, 0], [0, X]]))
    np.testing.assert_array_equal(answers.counts(), [[0, 2], [1, 0], [1, 0]])
    np.testing.assert_array_equal(answers.per_item(), [2, 1, 1])
    np.testing.assert_array_equal(answers.given(np.array([2, 0])), [[True, False], [True, True]])


def test_the_most_given_class_and_ties():
    found = most_given(np.array([[2.0, 1, 0], [1, 1, 0], [0, 0, 0]]))
    np.testing.assert_array_equal(found, [[1, 0, 0], [1, 1, 0], [0, 0, 0]])


def test_column_numbers_are_taken_as_they_are_and_words_in_sorted_order():
    assert read(np.array([[2.0], [X], [2]]), classes=4).labels.tolist() == [2, 2]
    assert read([["b"], ["c"], ["a"]], classes=3).labels.tolist() == [1, 2, 0]


@pytest.mark.parametrize(
    ("annotations", "classes", "message"),
    [
        ([[1, 0]], None, r"annotations has shape \(1, 2\), expected \(n, A\) with n = 3 items"),
        (np.zeros((3, 0)), None, r"shape \(3, 0\)"),
        ([["a"], ["b"], ["a"]], 3, "2 different answers, such as 'a', but the probabilities have 3 columns"),
        ([[5], [1], [0]], 2, "answer with column numbers 0 to 1"),
    ],
)
def test_what_cannot_be_read(annotations, classes, message):
    with pytest.raises(InputError, match=message):
        read(annotations, classes)


def test_nobody_was_asked():
    answers = read(np.full((3, 2), X))
    assert len(answers.items) == 0
    assert answers.classes == 1
