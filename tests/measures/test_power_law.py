"""The power law is found again in curves made from it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asknext.measures.power_law import fit_power_law

LABELS = np.array([20, 40, 80, 160, 320, 640])


@given(a=st.floats(0.7, 1.0), b=st.floats(0.5, 2.0), c=st.floats(0.3, 1.0))
@settings(max_examples=50, deadline=None)
def test_exact_curves_are_continued_closely(a, b, c):
    fit = fit_power_law(LABELS, a - b * LABELS**-c)
    assert fit.at([1280])[0, 0] == pytest.approx(a - b * 1280.0**-c, abs=0.01)


def test_many_curves_at_once_are_fitted_as_each_alone():
    rng = np.random.default_rng(0)
    table = 0.9 - LABELS[None, :] ** -0.5 + rng.normal(0, 0.01, (5, 6))
    together = fit_power_law(LABELS, table)
    for row in range(5):
        np.testing.assert_allclose(together.at(LABELS)[row], fit_power_law(LABELS, table[row]).at(LABELS)[0])


def test_no_plateau_lies_above_the_best():
    fit = fit_power_law(LABELS, np.linspace(0.5, 0.99, 6))
    assert fit.plateau[0] <= 1.0


def test_a_falling_curve_never_reaches_more():
    fit = fit_power_law(LABELS, np.linspace(0.9, 0.8, 6))
    assert fit.drop[0] == 0
    assert fit.reaches(0.95)[0] == np.inf
