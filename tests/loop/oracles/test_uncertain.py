"""Mistakes that grow with the model's doubt."""

from __future__ import annotations

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.loop.oracles import UncertainOracle

ROWS = np.arange(4000)


@pytest.mark.parametrize(
    ("guess", "rate"), [([1.0, 0.0, 0.0], 0.1), ([1 / 3, 1 / 3, 1 / 3], 0.7), ([2 / 3, 1 / 3, 0.0], 0.4)]
)
def test_the_rate_lies_on_a_line_between_low_and_high(guess, rate):
    oracle = UncertainOracle(["a"] * 4000, list("abc"), 0.1, 0.7, seed=0)
    answers = oracle.answer(ROWS, np.tile(guess, (4000, 1)))
    assert np.mean([each != "a" for each in answers]) == pytest.approx(rate, abs=0.03)


def test_of_several_classes_doubt_is_nearness_to_one_half():
    labels = [frozenset("a")] * 400
    sure = UncertainOracle(labels, "ab", 0.0, 1.0).answer(ROWS[:400], np.tile([1.0, 0.0], (400, 1)))
    assert set(sure) == {frozenset("a")}
    unsure = UncertainOracle(labels, "ab", 0.0, 1.0).answer(ROWS[:400], np.tile([0.5, 0.5], (400, 1)))
    assert set(unsure) == {frozenset("b")}


def test_it_needs_chances_and_two_classes():
    with pytest.raises(InputError, match="high"):
        UncertainOracle(["a"], "ab", 0.0, 1.5)
    with pytest.raises(InputError, match="two classes"):
        UncertainOracle(["a"], "a")
