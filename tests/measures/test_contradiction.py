"""How much a model changed its mind."""

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.measures import contradiction


def test_share_of_changed_predictions():
    assert contradiction(np.array([0, 1, 2, 2]), np.array([0, 1, 1, 2])) == 0.25


def test_share_of_changed_labels_where_an_item_has_several():
    assert contradiction(np.array([[0, 1], [1, 1]]), np.array([[0, 0], [1, 1]])) == 0.25


def test_a_label_that_came_up_later_was_predicted_for_nobody():
    assert contradiction(np.array([[1], [0]]), np.array([[1, 1], [0, 0]])) == 0.25


def test_no_items():
    assert np.isnan(contradiction(np.array([]), np.array([])))


def test_other_items():
    with pytest.raises(InputError, match="found 2 before and 3 after"):
        contradiction(np.zeros(2), np.zeros(3))
