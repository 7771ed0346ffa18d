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
