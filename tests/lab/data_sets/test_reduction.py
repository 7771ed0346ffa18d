"""Principal components."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.decomposition import PCA

from asknext.errors import InputError
from asknext.lab.data_sets import load_data_set
from asknext.lab.data_sets.reduction import reduced

X = np.random.default_rng(0).normal(size=(50, 6)) * np.arange(1, 7)


def test_they_are_those_of_scikit_learn_up_to_their_signs():
    assert np.allclose(np.abs(reduced(X, 3, None)), np.abs(PCA(3).fit_transform(X)))


def test_a_test_part_is_not_learnt_from():
    test = np.arange(40, 50)
    peer = PCA(2).fit(X[:40])
    assert np.allclose(np.abs(reduced(X, 2, test)), np.abs(peer.transform(X)))


def test_a_study_reduces_after_scaling():
    data = load_data_set({"builtin": "wine", "scale": "standard", "reduce": 2, "embeddings": "content"})
    assert data.content.shape == (178, 2)
    assert np.allclose(data.embeddings, data.content, atol=1e-5)
    prints = {load_data_set({"builtin": "wine", "reduce": each}).fingerprint for each in (2, 3, None)}
    assert len(prints) == 3


def test_there_are_no_more_components_than_columns():
    with pytest.raises(InputError, match="reduce is 7"):
        reduced(X, 7, None)
    with pytest.raises(InputError, match="texts"):
        reduced(["a"], 1, None)
