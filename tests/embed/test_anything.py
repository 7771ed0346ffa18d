from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from asknext.embed import embed_any
from asknext.errors import InputError

_RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    "X",
    [
        ["red cat", "blue dog", "red dog"],
        np.array(["red cat", "blue dog", "red dog"]),
        pd.Series(["red cat", "blue dog", "red dog"]),
        np.array([[1.0, np.nan], [2, 3], [np.inf, 4]]),
        [[1, 2], [3, 4], [5, 6]],
        pd.DataFrame({"n": [1, None, 3], "kind": ["a", "b", None]}),
        [{"n": 1}, {"n": 2}, {"n": None}],
        np.array([[1, "a"], [2, "b"], [3, "c"]], dtype=object),
        sparse.random(3, 500, density=0.1, random_state=0, format="csc"),
        _RNG.integers(0, 255, (3, 20, 20, 3), dtype=np.uint8),
        [np.zeros((5, 5), np.uint8), np.ones((6, 7, 3), np.uint8), np.zeros((9, 9), np.uint8)],
    ],
    ids=lambda X: type(X).__name__,
)
def test_whatever_stands_in_memory_has_vectors(X: Any) -> None:
    vectors = embed_any(X, seed=1)
    assert (vectors.dtype, len(vectors), vectors.ndim) == (np.float32, 3, 2)
    assert np.isfinite(vectors).all()
    np.testing.assert_allclose(embed_any(X, seed=1), vectors, atol=1e-6)


def test_a_large_sparse_matrix_is_folded() -> None:
    assert embed_any(sparse.random(400, 600, density=0.02, random_state=0)).shape == (400, 128)


@pytest.mark.parametrize("X", [np.array(3), [], [object()]])
def test_other_things_are_refused(X: Any) -> None:
    with pytest.raises(InputError, match="No embedding can be made of"):
        embed_any(X)
