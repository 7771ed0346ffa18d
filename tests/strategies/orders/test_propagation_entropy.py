"""Entropy of labels that spread to similar items."""

import warnings

import numpy as np
import pytest
from sklearn.semi_supervised import LabelSpreading

import asknext
from asknext.errors import InputError

RNG = np.random.default_rng(1)
E = np.concatenate([RNG.normal(size=(20, 2)) - 1, RNG.normal(size=(20, 2)) + 1])
LABELS = [{0: "a", 1: "b", 25: "b", 30: "c"}.get(i) for i in range(40)]


def entropies(rows):
    return np.array([-sum(p * np.log(p) for p in row / row.sum() if p > 0) for row in rows])


@pytest.mark.parametrize(("gamma", "alpha", "iterations"), [(0.25, 0.2, 20), (2.0, 0.9, 7)])
def test_it_is_label_spreading(gamma, alpha, iterations):
    codes = [-1 if label is None else "abc".index(label) for label in LABELS]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that it stops after the given number of rounds
        reference = LabelSpreading(kernel="rbf", gamma=gamma, alpha=alpha, max_iter=iterations, tol=0).fit(E, codes)
    batch = asknext.select(
        "propagation_entropy", 36, embeddings=E, labels=LABELS, gamma=gamma, alpha=alpha, iterations=iterations
    )
    np.testing.assert_allclose(batch.scores, entropies(reference.label_distributions_[batch.indices]), atol=1e-8)


def test_undecided_items():
    # One item half-way between a and b, and one so far away that nothing reaches it.
    x = np.array([[0.0], [2.0], [1.0], [30.0]])
    batch = asknext.select("propagation_entropy", 2, embeddings=x, labels=["a", "b", None, None], gamma=1.0)
    by_row = dict(zip(batch.indices.tolist(), batch.scores.tolist(), strict=True))
    assert by_row[2] == pytest.approx(np.log(2))
    assert by_row[3] == pytest.approx(np.log(2))


def test_with_nothing_labelled_the_choice_is_random():
    assert asknext.select("propagation_entropy", 2, embeddings=E, labels=[None] * 40).scores.tolist() == [0, 0]


def test_too_many_items_are_refused_with_the_remedy():
    with pytest.raises(InputError, match=r"for at most 10000 of them, but there are 10001: use \{'name': 'subsample'"):
        asknext.select("propagation_entropy", 1, embeddings=np.zeros((10001, 1)), labels=[0] + [None] * 10000)
