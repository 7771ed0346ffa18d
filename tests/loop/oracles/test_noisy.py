"""Mistakes at a fixed rate, of one class an item and of several."""

from __future__ import annotations

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.loop.oracles import NoisyOracle


def test_the_rate_and_the_spread_of_mistakes():
    oracle = NoisyOracle(["a"] * 6000, list("abc"), 0.3, seed=1)
    answers = oracle.answer(np.arange(6000))
    assert np.mean([each != "a" for each in answers]) == pytest.approx(0.3, abs=0.02)
    assert answers.count("b") == pytest.approx(answers.count("c"), rel=0.1)
    assert oracle.wrong == 6000 - answers.count("a")


def test_with_several_classes_each_is_turned_round_by_itself():
    oracle = NoisyOracle([frozenset("ab")] * 4000, list("abc"), 0.2, seed=1)
    answers = oracle.answer(np.arange(4000))
    shares = [np.mean([each in answer for answer in answers]) for each in "abc"]
    assert shares == pytest.approx([0.8, 0.8, 0.2], abs=0.02)


def test_a_rate_is_a_probability():
    with pytest.raises(InputError, match=r"rate of a noisy oracle is 1\.5"):
        NoisyOracle(["a"], ["a", "b"], 1.5)
