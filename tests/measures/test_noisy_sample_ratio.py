"""How much of what was asked is noise."""

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.measures import noisy_sample_ratio


def test_by_hand():
    noisy = np.array([True, False, True, False])
    assert noisy_sample_ratio(noisy, np.array([0, 1, 2])) == pytest.approx(2 / 3)
    assert np.isnan(noisy_sample_ratio(noisy, np.array([], dtype=int)))


def test_rows_and_types():
    with pytest.raises(InputError, match="between 0 and 3"):
        noisy_sample_ratio(np.zeros(4, dtype=bool), np.array([4]))
    with pytest.raises(InputError, match="True or False"):
        noisy_sample_ratio(np.array([0.1]), np.array([0]))
