"""Only what passes a threshold."""

import numpy as np
import pytest

import asknext
from asknext import PoolView
from asknext.errors import PoolExhausted, UnknownName
from asknext.strategies import Threshold

COLUMNS = {"size": np.array([1.0, 2.0, 3.0, np.nan, 2.0])}


@pytest.mark.parametrize(("operation", "passing"), [("<", [0]), ("<=", [0, 1, 4]), (">", [2]), (">=", [1, 2, 4])])
def test_each_operation(operation, passing):
    spec = Threshold("size", operation, 2)
    assert spec.kept(PoolView(5, columns=COLUMNS)).tolist() == passing
    batch = asknext.select(spec, len(passing), columns=COLUMNS)
    assert sorted(batch.indices.tolist()) == passing


def test_another_strategy_chooses_among_what_passes():
    p = np.array([[0.5, 0.5], [0.9, 0.1], [0.8, 0.2], [0.5, 0.5], [0.6, 0.4]])
    spec = {"name": "threshold", "column": "size", "value": 2, "strategy": "margin"}
    batch = asknext.select(spec, 2, columns=COLUMNS, probabilities=p)
    assert batch.indices.tolist() == [4, 2]


def test_without_a_value_all_pass_that_have_one():
    assert sorted(asknext.select("threshold", 4, columns=COLUMNS).indices.tolist()) == [0, 1, 2, 4]


def test_too_few_pass():
    with pytest.raises(
        PoolExhausted, match=r"only 1 of 5 unlabelled ones pass the threshold size > 2: ask for at most 1"
    ):
        asknext.select(Threshold("size", ">", 2), 2, columns=COLUMNS)


def test_a_ranking_has_what_does_not_pass_at_its_end():
    ranked = Threshold("size", ">=", 2).rank(PoolView(5, columns=COLUMNS), np.random.default_rng(0))
    assert set(ranked.indices[:3].tolist()) == {1, 2, 4}
    assert np.isnan(ranked.scores[3:]).all()
    nothing = Threshold("size", ">=", 9).rank(PoolView(5, columns=COLUMNS), np.random.default_rng(0))
    assert sorted(nothing.indices.tolist()) == list(range(5))


def test_an_operation_that_does_not_exist():
    with pytest.raises(UnknownName, match="no value '=' in Parameter 'operation' of strategy 'threshold'"):
        Threshold("size", "=", 2)
