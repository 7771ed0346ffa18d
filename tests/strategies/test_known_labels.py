"""Which labels are known."""

import numpy as np
import pytest

from asknext import PoolView
from asknext.errors import InputError
from asknext.strategies.known_labels import known_labels, labelled_rows


def test_without_labels_nothing_is_known():
    values, missing = known_labels(None, 3)
    assert values is None
    assert missing.all()


def test_known_values_stay_what_they_are():
    values, missing = known_labels([3, None, "x", 0, ""], 5)
    assert values.tolist() == [3, None, "x", 0, ""]
    assert missing.tolist() == [False, True, False, False, False]


def test_the_callers_labels_are_not_written_to():
    labels = np.array([1.0, np.nan], dtype=object)
    known_labels(labels, 2)
    assert np.isnan(labels[1])


def test_a_mapping_is_refused():
    with pytest.raises(InputError, match="labels is a mapping; give one value an item"):
        known_labels({0: "a"}, 1)


def test_rows_set_aside_are_not_labelled():
    view = PoolView(4, labelled=np.array([0, 1, 3]), labels=["a", None, "b", float("nan")])
    assert labelled_rows(view).tolist() == [0]
    assert labelled_rows(PoolView(4, labelled=np.array([0, 1]))).tolist() == [0, 1]
