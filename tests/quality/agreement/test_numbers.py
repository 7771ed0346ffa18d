"""Agreement of numbers."""

import numpy as np
import pytest

from asknext.quality.agreement.numbers import alpha_of_numbers, interval_alpha
from asknext.quality.number_votes import NumberVotes


def test_differences_ranks_and_amounts():
    """Two items, votes 1 and 3, 5 and 9; expected over all ordered pairs of four numbers."""
    votes = NumberVotes([0, 0, 1, 1], [0, 1, 0, 1], [1.0, 3.0, 5.0, 9.0], 2, 2)
    numbers = [1, 3, 5, 9]

    def alpha(distance):
        observed = 2 * (distance(1, 3) + distance(5, 9))
        return 1 - observed / (sum(distance(a, b) for a in numbers for b in numbers) / 3)

    assert alpha_of_numbers(votes) == pytest.approx(alpha(lambda a, b: (a - b) ** 2))
    assert alpha_of_numbers(votes, "ratio") == pytest.approx(alpha(lambda a, b: ((a - b) / (a + b)) ** 2))
    ranks = {number: at for at, number in enumerate(numbers)}
    assert alpha_of_numbers(votes, "ordinal") == pytest.approx(alpha(lambda a, b: (ranks[a] - ranks[b]) ** 2))


@pytest.mark.parametrize("seed", range(3))
def test_alpha_of_differences_by_sums_is_that_of_all_pairs(seed):
    rng = np.random.default_rng(seed)
    given = rng.random((30, 4)) < 0.6
    items, who = np.nonzero(given)
    values = 1e6 + items + rng.normal(0, 2, len(items))
    votes = NumberVotes(items, who, values, 30, 4)
    found = interval_alpha(votes, seed=1)
    assert found.value == pytest.approx(alpha_of_numbers(votes), abs=1e-9)
    assert found.low < found.value < found.high


def test_alpha_of_one_number_is_full_agreement_and_of_lone_answers_unknown():
    assert interval_alpha(NumberVotes([0, 0, 1, 1], [0, 1, 0, 1], [2.0] * 4, 2, 2)).value == 1.0
    assert np.isnan(interval_alpha(NumberVotes([0, 1], [0, 1], [2.0, 3.0], 2, 2)).value)
