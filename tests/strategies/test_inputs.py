"""What is wrong with inputs is said in one sentence that names the place."""

import numpy as np
import pytest
from scipy import sparse

import asknext
from asknext.errors import InputError

P = np.random.default_rng(0).dirichlet(np.ones(3), 9)
E = np.random.default_rng(1).normal(size=(9, 4))


def changed(values, row, column, value):
    copy = values.copy()
    copy[row, column] = value
    return copy


@pytest.mark.parametrize(
    ("probabilities", "words"),
    [
        (changed(P, 7, 2, np.nan), r"row 7 of probabilities holds nan in column 2, but every value must be a finite"),
        (changed(P, 3, 0, np.inf), r"row 3 of probabilities holds inf in column 0"),
        (changed(P, 3, 0, -0.5), r"row 3 of probabilities holds -0\.5, but a probability is between 0 and 1"),
        (P * 1.2 / P.max(), "between 0 and 1|sums to"),
        (
            P * np.linspace(1, 1.0011, 9)[:, None],
            r"row 8 of probabilities sums to 1\.0011, but class probabilities must",
        ),
        (np.hstack([P, 0.1 * np.ones((9, 1))]), r"row 0 of probabilities sums to 1\.1.*pass multilabel=True"),
        (P[:, 0], r"probabilities has shape \(9,\), expected \(n, C\) with n = 9 items"),
        (P[None], "differ in their number|has shape"),
        (P[:, :0], r"probabilities has shape \(9, 0\)"),
        (P.astype(str), "probabilities holds <U"),
        (P.astype(complex), "probabilities holds complex128, expected numbers"),
        (sparse.csr_matrix(P), r"sparse matrix; make it dense with \.toarray\(\), or smaller with TruncatedSVD"),
    ],
)
def test_probabilities(probabilities, words):
    with pytest.raises(InputError, match=words):
        asknext.select("margin", 1, probabilities=probabilities, labels=[None] * 9)


def test_sums_within_a_thousandth_are_fine():
    assert len(asknext.select("margin", 9, probabilities=P * np.linspace(0.9991, 1.0009, 9)[:, None])) == 9


@pytest.mark.parametrize(
    ("embeddings", "words"),
    [
        (changed(E, 5, 1, np.nan), "row 5 of embeddings holds nan in column 1"),
        (changed(E, 5, 1, -np.inf), "row 5 of embeddings holds -inf in column 1"),
        (changed(E, 5, 1, 1e200), "too large for distances; scale them first"),
        (E[:, 0], r"embeddings has shape \(9,\), expected \(n, d\)"),
        (sparse.csr_matrix(E), "embeddings is a sparse matrix"),
    ],
)
@pytest.mark.parametrize("strategy", ["kmeans", "k_center_greedy"])
def test_embeddings(strategy, embeddings, words):
    with pytest.raises(InputError, match=words):
        asknext.select(strategy, 1, embeddings=embeddings)


def test_rows_that_are_not_asked_may_be_anything():
    probabilities, embeddings = changed(P, 2, 0, np.nan), changed(E, 2, 0, np.nan)
    batch = asknext.select("weighted_kmeans", 3, probabilities=probabilities, embeddings=embeddings, labelled=[2])
    assert 2 not in batch.indices
