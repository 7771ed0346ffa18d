"""What a strategy leaves to be learned, over what random choice leaves."""

import numpy as np
import pytest

from asknext.measures import deficiency

LABELS, RANDOM = [0, 10, 20], [0.5, 0.7, 0.9]


def test_by_hand():
    # Below .9 random leaves (.4 + .2)/2 * 10 + (.2 + 0)/2 * 10 = 4; the strategy (.4 + 0)/2 * 10 + 0 = 2.
    assert deficiency(LABELS, [0.5, 0.9, 0.9], RANDOM) == pytest.approx(0.5)


def test_label_by_label_it_is_the_papers_sum():
    rng = np.random.default_rng(0)
    labels = np.arange(1, 2_001)
    random, mine = np.sort(rng.random(2_000)), np.sort(rng.random(2_000)) * 0.99
    sums = (random[-1] - mine).sum() / (random[-1] - random).sum()
    assert deficiency(labels, mine, random) == pytest.approx(sums, rel=1e-3)


def test_random_is_one_and_losses_turn_around():
    assert deficiency(LABELS, RANDOM, RANDOM) == 1
    losses = deficiency(LABELS, [0.5, 0.1, 0.1], [0.5, 0.3, 0.1], greater_is_better=False)
    assert losses == pytest.approx(deficiency(LABELS, [0.5, 0.9, 0.9], RANDOM))


def test_where_random_does_not_gain_there_is_nothing_to_compare_with():
    assert np.isnan(deficiency(LABELS, RANDOM, [0.9, 0.9, 0.9]))
    assert np.isnan(deficiency(LABELS, RANDOM, [0.9, 0.9, 0.5]))
