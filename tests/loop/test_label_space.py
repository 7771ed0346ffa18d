"""Labels in any usual form become plain values, and nothing is learnt from labels that are refused."""

import numpy as np
import pandas as pd
import pytest

from asknext.errors import InputError
from asknext.loop.label_space import LabelSpace


@pytest.mark.parametrize("missing", [None, np.nan, float("nan"), pd.NA, pd.NaT, np.ma.masked])
def test_missing_in_any_form(missing):
    assert LabelSpace().parse([missing, "a"], 2) == [None, "a"]


def test_numbers_of_numpy_become_plain():
    parsed = LabelSpace().parse(np.array([3, 1]), 2)
    assert parsed == [3, 1]
    assert all(type(value) is int for value in parsed)


def test_a_class_keeps_its_number_when_others_come():
    space = LabelSpace()
    space.learn(space.parse(["m", "c"], 2))
    space.learn(space.parse(["a", "m"], 2))
    assert space.classes == ["c", "m", "a"]
    assert space.codes(["a", "c"]).tolist() == [2, 0]


def test_parsing_alone_learns_nothing():
    space = LabelSpace()
    space.parse(np.eye(3, dtype=int), 3)
    assert (space.classes, space.multilabel) == ([], None)


def test_an_indicator_matrix_becomes_tuples_in_the_order_of_the_classes():
    space = LabelSpace(["x", "y"])
    assert space.parse(np.array([[1, 1], [0, 0]]), 2) == [("x", "y"), ()]


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (np.array([[1, 0, 1]]), "3 columns for 2 classes"),
        (np.array([[2, 0]]), "zeros and ones only"),
        ([["x"], "y"], "2 labels for 1 items"),
        ([object()], "A class is a text, a number"),
        (5, "a sequence with one entry an item"),
    ],
)
def test_labels_that_cannot_be_read(labels, message):
    with pytest.raises(InputError, match=message):
        LabelSpace(["x", "y"]).parse(labels, 1)


def test_classes_given_twice():
    with pytest.raises(InputError, match="classes have to be distinct"):
        LabelSpace(["a", "a"])


def test_texts_and_numbers_together_are_handed_on_as_they_are():
    space = LabelSpace()
    assert space.targets(["a", 1]).tolist() == ["a", 1]


# ------------------------------------------------------------------ rows of an indicator matrix, as a list

ROWS = np.array([[1, 0, 1], [0, 0, 0], [0, 1, 1]])
NUMBERS = [(0, 2), (), (1, 2)]


@pytest.mark.parametrize(
    "labels",
    [list(ROWS), ROWS.tolist(), list(map(tuple, ROWS)), ROWS.astype(bool).tolist(), list(ROWS.astype(float))],
    ids=["rows", "lists", "tuples", "bools", "floats"],
)
@pytest.mark.parametrize("classes", [None, [0, 1, 2]])
def test_rows_of_an_indicator_matrix_may_come_as_a_list(labels, classes):
    space = LabelSpace(classes)
    parsed = space.parse(labels, 3)
    space.learn(parsed)
    assert (parsed, space.classes) == (NUMBERS, [0, 1, 2])


def test_a_row_may_be_missing():
    assert LabelSpace().parse([ROWS[0], None, ROWS[2], np.nan], 4) == [(0, 2), None, (1, 2), None]


def test_rows_without_a_repeated_value_are_read_as_the_first_batch_was():
    matrix, sets = LabelSpace(), LabelSpace()
    matrix.learn(matrix.parse([[1, 1], [0, 1]], 2))
    sets.learn(sets.parse([{0, 1}, {1}], 2))
    assert matrix.parse([[0, 1], [1, 0]], 2) == [(1,), (0,)]
    assert sets.parse([[0, 1], [1, 0]], 2) == [(0, 1), (0, 1)]


def test_rows_of_another_width_than_the_first_batch():
    space = LabelSpace()
    space.learn(space.parse(ROWS, 3))
    with pytest.raises(InputError, match="2 columns for 3 classes"):
        space.parse([[0, 1]], 1)


@pytest.mark.parametrize("labels", [[[0, 1], [1, 0]], [(1, 0), None], [[1], [0]], [[False, True]]])
@pytest.mark.parametrize("multilabel", [None, True])
def test_rows_that_may_be_either_are_refused_with_the_two_ways_out(labels, multilabel):
    with pytest.raises(InputError, match=r"read in two ways.* sets of classes, e\.g\. \{0, 1\}.* NumPy array of shape"):
        LabelSpace(multilabel=multilabel).parse(labels, len(labels))


@pytest.mark.parametrize(
    ("classes", "labels", "expected"),
    [
        (None, [[0], [0, 1], []], [(0,), (0, 1), ()]),
        (None, [[0, 2], [1, 2]], [(0, 2), (1, 2)]),
        (None, [np.array([0, 1]), np.array([1, 0])], [(1,), (0,)]),
        ([0, 1, 2], [[0, 1], [1, 0]], [(0, 1), (0, 1)]),
        ([7, 8], [[0, 1], [1, 0]], [(8,), (7,)]),
        (["x", "y"], [[0, 1], [1, 0]], [("y",), ("x",)]),
        (["x"], [[1], [0]], [("x",), ()]),
    ],
)
def test_lists_that_can_be_read_in_one_way_only(classes, labels, expected):
    assert LabelSpace(classes).parse(labels, len(labels)) == expected


def test_numbers_told_as_lists_stay_lists():
    space = LabelSpace()
    space.learn(space.parse([[2], [3, 2]], 2))
    assert space.parse([[0, 1]], 1) == [(0, 1)]


def test_an_empty_matrix():
    assert LabelSpace().parse(np.zeros((0, 3), int), 0) == []
