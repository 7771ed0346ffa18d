import numpy as np

from asknext.strategies.choosing.columns_of_labels import columns_of_labels


def test_labels_find_the_column_the_model_gives_them():
    p = np.array([[0.1, 0.8, 0.1], [0.2, 0.7, 0.1], [0.6, 0.3, 0.1], [0.1, 0.4, 0.5]])
    assert columns_of_labels(["cat", "cat", "ant", "bee"], p) == {"cat": 1, "ant": 0, "bee": 2}


def test_each_column_is_one_label_though_two_would_like_it():
    p = np.array([[0.9, 0.1], [0.6, 0.4]])
    assert columns_of_labels([3, 7], p) == {3: 0, 7: 1}


def test_labels_beyond_the_columns_are_left_out():
    assert columns_of_labels(["a", "b"], np.array([[1.0], [0.5]])) == {"a": 0}
