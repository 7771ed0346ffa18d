"""Value for its cost: worked numbers, estimated costs, budgets."""

from itertools import combinations

import numpy as np
import pytest

import asknext
from asknext.errors import InputError, PoolExhausted
from asknext.strategies import CostAware
from asknext.strategies.annotators.cost_aware import within_budget
from asknext.strategies.annotators.cost_model import fitted_line

X = np.nan
P = np.array([[0.5, 0.5], [0.6, 0.4], [0.9, 0.1]])  # least confidence .5, .4, .1


def spent(seconds, **more):
    columns = {"seconds": np.asarray(seconds), "words": np.array([10, 20, 5])}
    spec = {"name": "cost_aware", "scorer": "least_confidence", "column": "seconds", **more}
    return {"strategy": spec, "probabilities": P, "columns": columns}


def test_the_ratio_of_value_and_cost_decides():
    batch = asknext.select(n=3, **spent([10.0, 4, 2]))
    assert batch.indices.tolist() == [1, 0, 2] or batch.indices.tolist() == [1, 2, 0]
    np.testing.assert_allclose(np.sort(batch.scores), [0.05, 0.05, 0.1])
    assert batch.reasons[0] == "It is worth much for what it costs (0.1 for each unit of seconds)."


def test_missing_costs_come_from_the_sizes():
    """Through (10, 6) and (20, 11): 1 second and half a second a word; 3.5 seconds for 5 words."""
    batch = asknext.select(n=3, **spent([6.0, 11, X], size="words"))
    assert dict(zip(batch.indices.tolist(), batch.scores, strict=True)) == pytest.approx(
        {0: 0.5 / 6, 1: 0.4 / 11, 2: 0.1 / 3.5}
    )


def test_seconds_of_labelled_items_count():
    inputs = spent([6.0, 11, X], size="words")
    batch = asknext.select(n=1, labelled=[0, 1], **inputs)
    assert batch.scores[0] == pytest.approx(0.1 / 3.5)


@pytest.mark.parametrize(
    ("sizes", "costs", "line"),
    [
        ([1, 2, 3], [3, 5, 7], (1, 2)),
        ([1, 2, 3], [7, 5, 3], (5, 0)),  # larger ones were quicker: the mean
        ([1, 2, 3], [1, 4, 9], (0, 36 / 14)),  # starts below 0: through the origin
        ([2, 2], [3, 5], (4, 0)),
    ],
)
def test_the_line_does_not_go_below_zero(sizes, costs, line):
    assert fitted_line(np.array(sizes, dtype=float), np.array(costs, dtype=float)) == pytest.approx(line)


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        (spent([1.0, 2, 3], column=None), "name a column of costs with column="),
        (spent([1.0, 0, 3]), "row 1 of column 'seconds' holds 0.0, not a cost above 0"),
        (spent([1.0, X, 3]), "the cost of row 1 is missing. Fill it in, or name with size="),
        (spent([X, X, X], size="words"), "give the costs of some items"),
        (
            spent([1.0, 2, 3], scorer={"name": "combination", "operator": "-", "left": "margin", "right": 2}),
            "at least 0",
        ),
    ],
)
def test_costs_that_cannot_be_used(inputs, message):
    with pytest.raises(InputError, match=message):
        asknext.select(n=1, **inputs)


def test_a_budget_passes_over_what_no_longer_fits():
    batch = asknext.select(n=2, **spent([10.0, 4, 2], budget=6))
    assert sorted(batch.indices.tolist()) == [1, 2]


def test_a_budget_says_how_many_fit():
    with pytest.raises(PoolExhausted, match="2 use up the budget of 6 in column 'seconds': ask for at most 2"):
        asknext.select(n=3, **spent([10.0, 4, 2], budget=6))


def test_a_ranking_does_not_end_with_the_budget():
    view = asknext.PoolView(3, probabilities=P, columns={"seconds": np.array([10.0, 4, 2])})
    ranked = CostAware(scorer="least_confidence", column="seconds", budget=1).rank(view, np.random.default_rng(0))
    assert len(ranked) == 3


def test_the_guarantee_within_a_budget():
    rng = np.random.default_rng(0)
    for _ in range(200):
        values, costs = rng.random(8), rng.uniform(0.2, 2, 8)
        budget = rng.uniform(2, 6)
        chosen = within_budget(values, costs, 8, budget, rng)
        assert costs[chosen].sum() <= budget + 1e-9
        best = max(
            values[list(some)].sum()
            for size in range(9)
            for some in combinations(range(8), size)
            if costs[list(some)].sum() <= budget
        )
        assert values[chosen].sum() >= (1 - costs.max() / budget) * best - 1e-9
