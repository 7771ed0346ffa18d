"""Agreement of people who mark and name parts."""

import math

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.quality.agreement.matched_objects import Marked, object_agreement


def marked(item, who, parts, labels):
    return Marked(item, who, np.array(parts, dtype=float), np.array(labels))


def test_by_hand():
    found = object_agreement(
        [
            marked(0, 0, [[0, 10], [20, 30], [40, 50]], [0, 1, 1]),
            marked(0, 1, [[0, 10], [22, 30]], [0, 0]),
            marked(1, 0, [], []),
            marked(1, 1, [[5, 6]], [1]),
            marked(2, 0, [[0, 1]], [1]),
        ]
    )
    assert found.pairs == 2
    assert found.f1 == pytest.approx(2 * 2 / 6)
    assert found.labelled_f1 == pytest.approx(2 * 1 / 6)
    assert found.overlap == pytest.approx((1 + 0.8) / 2)
    assert found.kappa == pytest.approx(0.0)


def test_boxes_that_are_the_same_agree_fully():
    box = [[0, 0, 5, 5], [1, 1, 9, 9]]
    found = object_agreement([marked(0, who, box, [0, 1]) for who in range(3)])
    assert (found.pairs, found.f1, found.labelled_f1, found.overlap, found.kappa) == (3, 1, 1, 1, 1)


def test_nothing_marked_is_no_agreement_and_no_disagreement():
    assert math.isnan(object_agreement([marked(0, 0, [], []), marked(0, 1, [], [])]).f1)
    assert object_agreement([marked(0, 0, [[0, 1]], [0]), marked(0, 1, [], [])]).f1 == 0.0
    with pytest.raises(InputError, match="twice"):
        object_agreement([marked(0, 0, [], []), marked(0, 0, [], [])])
    with pytest.raises(InputError, match="one class"):
        object_agreement([marked(0, 0, [[0, 1]], [])])
