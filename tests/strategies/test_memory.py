"""What a strategy may hold: said in bytes, and refused in one sentence where it is more than allowed."""

import numpy as np
import pytest

import asknext
from asknext.errors import InputError
from asknext.strategies.memory import memory_needed

E = np.random.default_rng(0).normal(size=(2000, 50))


@pytest.mark.parametrize(
    ("strategy", "sizes", "numbers"),
    [
        ("margin", {"n": 1000}, 1000),
        ("epistemic", {"n": 1000, "m": 20, "d": 5}, 1100),
        ("discriminative", {"n": 1000, "m": 20}, 1000 + 4020 * 256),
        ({"name": "epig", "targets": 7}, {"n": 10, "K": 3, "C": 4}, 10 + 3 * 7 * 4),
        ({"name": "facility_location", "neighbours": 9}, {"n": 100}, 900),
        ("max_loss", {"n": 100, "L": 3}, 100),
    ],
)
def test_the_formula_in_bytes(strategy, sizes, numbers):
    assert memory_needed(strategy, **sizes) == 8 * numbers


@pytest.mark.parametrize("strategy", ["subsample", "threshold", "expected_average_precision"])
def test_what_depends_on_something_else_is_not_known(strategy):
    assert memory_needed(strategy, n=10) is None


def test_too_little_is_refused_with_what_is_needed():
    with pytest.raises(InputError, match=r"'discriminative' needs about 8\.\d+ MB .*max_memory of at least 8\.\d+ MB"):
        asknext.select("discriminative", 3, embeddings=E, max_memory="1MB")
    assert len(asknext.select("discriminative", 3, embeddings=E, max_memory="10MB")) == 3
