"""Answers where some mistakes are worse than others."""

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.quality.consensus.cheapest import cheapest_label, ordinal_costs


def test_on_a_scale_it_is_the_median():
    posterior = np.array([[0.4, 0.1, 0.1, 0.4], [0.6, 0.0, 0.0, 0.4], [0.3, 0.3, 0.3, 0.1]])
    labels, costs = cheapest_label(posterior, ordinal_costs(4))
    assert labels.tolist() == [1, 0, 1]
    assert costs[1] == pytest.approx(1.2)


def test_a_miss_that_costs_ten_times_is_avoided():
    labels, _ = cheapest_label(np.array([[0.85, 0.15]]), [[0, 1], [10, 0]])
    assert labels.tolist() == [1]
    with pytest.raises(InputError, match=r"\(2, 2\)"):
        cheapest_label(np.array([[0.85, 0.15]]), [[0.0]])
