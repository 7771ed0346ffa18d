"""Parts that are the same part."""

from itertools import permutations

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.quality.agreement.matching import matched_parts, overlaps


def test_overlap_of_spans_and_boxes_by_hand():
    np.testing.assert_allclose(overlaps([[0, 10]], [[5, 15], [10, 12], [0, 10]]), [[1 / 3, 0, 1]])
    np.testing.assert_allclose(overlaps([[0, 0, 2, 2]], [[1, 1, 3, 3], [0, 0, 2, 1]]), [[1 / 7, 0.5]])
    np.testing.assert_allclose(overlaps([[3, 3]], [[3, 3], [4, 4]]), [[1, 0]])
    assert overlaps([], [[0, 1]]).shape == (0, 1)


def test_the_most_pairs_are_made_even_where_one_overlaps_less():
    """0.95 for one pair alone; 0.40 and 0.32 for two."""
    first, second = [[0, 100], [0, 30]], [[0, 95], [60, 100]]
    found = matched_parts(first, second, least=0.3)
    assert sorted(zip(found.first.tolist(), found.second.tolist(), strict=True)) == [(0, 1), (1, 0)]


def test_no_assignment_is_better():
    rng = np.random.default_rng(0)
    for _ in range(20):
        a, b = (np.sort(rng.integers(0, 30, (4, 2)), axis=1).astype(float) + np.array([0, 1]) for _ in range(2))
        table = overlaps(a, b)

        def worth(order, table=table):
            kept = [table[at, to] for at, to in enumerate(order) if table[at, to] >= 0.3]
            return len(kept), round(sum(kept), 9)

        found = matched_parts(a, b, least=0.3)
        best = max(worth(order) for order in permutations(range(4)))
        assert (len(found.first), round(float(found.overlap.sum()), 9)) == best


def test_what_is_no_part_is_refused():
    with pytest.raises(InputError, match="upper edge below"):
        overlaps([[3, 1]], [[0, 1]])
    with pytest.raises(InputError, match="one kind"):
        overlaps([[0, 1]], [[0, 0, 1, 1]])
    with pytest.raises(InputError, match="least overlap"):
        matched_parts([[0, 1]], [[0, 1]], least=0)
