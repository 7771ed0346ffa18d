"""Labels for the same score."""

import numpy as np
import pytest

from asknext.measures import data_utilisation

LABELS, RANDOM = [50, 100, 150, 200], [0.5, 0.6, 0.7, 0.8]


def test_by_hand():
    # Over the last 50 labels random has .7 and .8: target .75, which it crosses at 175. The strategy does at 75.
    assert data_utilisation(LABELS, [0.5, 1.0, 1.0, 1.0], RANDOM) == pytest.approx(75 / 175)
    assert data_utilisation(LABELS, RANDOM, RANDOM) == 1


def test_losses_and_never():
    losses = data_utilisation(LABELS, [0.5, 0, 0, 0], [0.5, 0.4, 0.3, 0.2], greater_is_better=False)
    assert losses == pytest.approx(75 / 175)
    assert data_utilisation(LABELS, [0.5, 0.5, 0.5, 0.6], RANDOM) == np.inf
    assert np.isnan(data_utilisation([1, 2, 3], [0.5, 0.6, 0.7], [0.5, 0.9, np.nan], last=1))
