"""The model beside the nearest labelled item."""

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from asknext.errors import InputError
from asknext.measures import batch_agreement


def test_by_hand():
    labelled, labels = np.array([[0.0], [10.0]]), np.array([0, 1])
    batch = np.array([[1.0], [2.0], [8.0], [9.0]])  # nearest: 0 0 1 1
    assert batch_agreement(np.array([0, 1, 1, 1]), batch, labelled, labels) == 0.75


def test_it_agrees_with_scikit_learn():
    rng = np.random.default_rng(0)
    labelled, labels, batch = rng.normal(size=(60, 4)), rng.integers(0, 3, 60), rng.normal(size=(40, 4))
    predictions = rng.integers(0, 3, 40)
    neighbour = KNeighborsClassifier(1).fit(labelled, labels).predict(batch)
    assert batch_agreement(predictions, batch, labelled, labels) == np.mean(predictions == neighbour)


def test_several_labels_an_item_count_each():
    labelled, labels = np.array([[0.0], [10.0]]), np.array([[1, 0], [1, 1]])
    assert batch_agreement(np.array([[1, 1], [1, 1]]), np.array([[1.0], [9.0]]), labelled, labels) == 0.75


def test_an_empty_batch_and_shapes():
    labelled, labels = np.zeros((1, 1)), np.zeros(1, dtype=int)
    assert np.isnan(batch_agreement(np.zeros(0, dtype=int), np.zeros((0, 1)), labelled, labels))
    with pytest.raises(InputError, match="for 2"):
        batch_agreement(np.zeros(1, dtype=int), np.zeros((2, 1)), labelled, labels)
