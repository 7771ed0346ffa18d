"""A column as the score."""

import numpy as np
import pytest

import asknext
from asknext.errors import InputError
from asknext.strategies import Weights


def test_the_highest_values_come_first():
    columns = {"sharpness": [0.2, 0.9, 0.5], "size": [1, 2, 3]}
    batch = asknext.select("weights", 3, columns=columns, column="sharpness")
    assert batch.indices.tolist() == [1, 2, 0]
    np.testing.assert_array_equal(batch.scores, [0.9, 0.5, 0.2])
    assert batch.reasons[0] == "Its sharpness, 0.9, is among the highest."


def test_the_lowest_first_by_arithmetic():
    batch = asknext.select(-1.0 * Weights("size"), 3, columns={"size": [1, 2, 3]})
    assert batch.indices.tolist() == [0, 1, 2]


@pytest.mark.parametrize("missing", [None, np.nan, np.inf])
def test_every_unlabelled_item_needs_a_number(missing):
    columns = {"size": np.array([1, missing, 3], dtype=object)}
    with pytest.raises(InputError, match="row 1 of column 'size' holds no finite number"):
        asknext.select("weights", 1, columns=columns, column="size")
    assert asknext.select("weights", 1, columns=columns, column="size", labelled=[1]).indices.tolist() == [2]


def test_a_column_is_named_by_a_word():
    with pytest.raises(InputError, match="'column' of strategy 'weights' is 3, but must be the name of a column"):
        Weights(3)
