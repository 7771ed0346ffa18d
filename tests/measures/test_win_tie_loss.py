"""Counts over data sets."""

import pytest
from scipy.stats import binomtest

from asknext.errors import InputError
from asknext.measures import win_tie_loss

RANDOM = {"a": [0.5, 0.6, 0.7], "b": [0.5, 0.6, 0.7], "c": [0.5, 0.6, 0.7], "d": [0.5, 0.6, 0.7]}
STRATEGY = {"a": [0.6, 0.71, 0.79], "b": [0.4, 0.5, 0.61], "c": [0.5, 0.6, 0.7], "d": [0.9, 0.5, 0.8]}


def test_by_hand():
    found = win_tie_loss(STRATEGY, RANDOM)
    # a: differences .10 .11 .09 (t = 17); b: -.10 -.10 -.09; c: none; d: .40 -.10 .10 (t = .9).
    assert [each.verdict for each in found.outcomes] == ["win", "loss", "tie", "tie"]
    assert (found.wins, found.ties, found.losses) == (1, 2, 1)
    assert found.outcomes[3].difference.mean == pytest.approx(0.4 / 3)


def test_losses_count_the_other_way():
    found = win_tie_loss(STRATEGY, RANDOM, greater_is_better=False)
    assert (found.wins, found.ties, found.losses) == (1, 2, 1)
    assert found.outcomes[0].verdict == "loss"


def test_the_sign_test_is_over_data_sets():
    better = {str(at): [0.6, 0.7] for at in range(9)} | {"worse": [0.4, 0.3]}
    random = {name: [0.5, 0.5] for name in better}
    assert win_tie_loss(better, random).sign_p == pytest.approx(binomtest(9, 10).pvalue)
    assert win_tie_loss(random, random).sign_p == 1.0


def test_what_cannot_be_counted():
    with pytest.raises(InputError, match="data sets of both"):
        win_tie_loss({"a": [1, 2]}, {"b": [1, 2]})
    with pytest.raises(InputError, match="single seed"):
        win_tie_loss({"a": [1]}, {"a": [1]})
