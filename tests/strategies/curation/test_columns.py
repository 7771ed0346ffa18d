"""Columns as numbers, categories and marks."""

import numpy as np
import pandas as pd
import pytest

from asknext import PoolView
from asknext.errors import InputError, MissingInput, UnknownName
from asknext.strategies.curation.columns import category_column, marked_rows, numeric_column


def view(**columns):
    return PoolView(3, columns=columns)


def test_numbers_with_gaps():
    expected = [1.0, np.nan, 3.0]
    for given in ([1, None, 3], np.array([1, np.nan, 3]), pd.Series([1, None, 3], dtype="Int64")):
        np.testing.assert_array_equal(numeric_column(view(size=given), "size", "test"), expected)


def test_the_only_column_of_numbers_need_not_be_named():
    np.testing.assert_array_equal(numeric_column(view(size=[1, 2, 3], city=["a", "b", "a"]), None, "test"), [1, 2, 3])
    with pytest.raises(InputError, match=r"no column is named, and 2 of the columns hold numbers: a, b\. Name one"):
        numeric_column(view(a=[1, 2, 3], b=[1, 2, 3]), None, "test")
    with pytest.raises(InputError, match=r"and 0 of the columns hold numbers\. Name one"):
        numeric_column(view(city=["a", "b", "a"]), None, "test")


def test_what_cannot_be_used_is_told():
    with pytest.raises(UnknownName, match=r"no column 'siez' in strategy 'test'\. Did you mean 'size'"):
        numeric_column(view(size=[1, 2, 3]), "siez", "test")
    with pytest.raises(InputError, match=r"column 'size' has shape \(2,\), expected \(3,\)"):
        numeric_column(view(size=[1, 2]), "size", "test")
    with pytest.raises(InputError, match="row 1 of column 'size' holds 'big', expected a number"):
        numeric_column(view(size=np.array([1, "big", 3], dtype=object)), "size", "test")
    with pytest.raises(InputError, match="column 'city' holds <U1, expected numbers"):
        numeric_column(view(city=["a", "b", "c"]), "city", "test")
    with pytest.raises(MissingInput, match="Strategy 'test' needs columns"):
        numeric_column(PoolView(3), "size", "test")


def test_categories_are_sorted_and_may_be_missing():
    codes, known = category_column(view(city=np.array(["rome", None, "bern"], dtype=object)), "city", "test")
    assert known == ["bern", "rome"]
    assert codes.tolist() == [1, -1, 0]


def test_marks():
    assert marked_rows(view(tag=[True, False, True]), "tag", "test").tolist() == [0, 2]
    assert marked_rows(view(tag=[1, None, 0]), "tag", "test").tolist() == [0]
    with pytest.raises(InputError, match="column 'tag' must hold True and False"):
        marked_rows(view(tag=[1, 2, 0]), "tag", "test")


def test_a_ragged_column_is_told_by_its_name():
    with pytest.raises(InputError, match="column 'w' must hold one value an item"):
        numeric_column(PoolView(3, columns={"w": [[1], [1, 2], 3]}), "w", "weights")
