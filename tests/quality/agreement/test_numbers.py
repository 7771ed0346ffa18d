"""Agreement of numbers."""

import pytest

from asknext.quality.agreement.numbers import alpha_of_numbers
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
