"""What a stop cost."""

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.measures import cost_of_stopping

LABELS, SCORES = [10, 20, 30, 40], [0.5, 0.8, 0.9, 0.91]
# With 100 for a model always wrong: 10 + 50, 20 + 20, 30 + 10, 40 + 9; rounds 1 and 2 are as cheap.


def test_by_hand():
    late = cost_of_stopping(LABELS, SCORES, 3, error_cost=100)
    assert (late.at, late.cheapest) == (3, 1)
    assert (late.cost, late.least, late.excess) == pytest.approx((49, 40, 9 / 40))
    assert (late.labels_wasted, late.score_lost) == (20, 0)
    early = cost_of_stopping(LABELS, SCORES, 0, error_cost=100)
    assert (early.cost, early.labels_wasted) == (60, 0)
    assert early.score_lost == pytest.approx(0.3)


def test_a_rule_that_never_fires_pays_for_the_whole_run():
    assert cost_of_stopping(LABELS, SCORES, None, error_cost=100) == cost_of_stopping(LABELS, SCORES, 3, error_cost=100)


def test_what_errors_cost_moves_the_best_moment():
    assert cost_of_stopping(LABELS, SCORES, None, error_cost=1).cheapest == 0
    assert cost_of_stopping(LABELS, SCORES, None, error_cost=100_000).cheapest == 3
    losses = cost_of_stopping(LABELS, 1 - np.array(SCORES), 3, error_cost=100, best=0, greater_is_better=False)
    assert losses.cost == pytest.approx(49)


def test_what_cannot_be_costed():
    with pytest.raises(InputError, match="rounds 0 to 3; found a stop in round 4"):
        cost_of_stopping(LABELS, SCORES, 4, error_cost=1)
    with pytest.raises(InputError, match="a score in every round"):
        cost_of_stopping([1, 2], [0.5, np.nan], 0, error_cost=1)
