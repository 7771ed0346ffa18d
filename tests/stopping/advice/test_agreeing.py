"""Harder batches where they are easier than random ones."""

from __future__ import annotations

import pytest

from asknext.stopping import Round
from asknext.stopping.advice import ACT, EARLY, FINE, NOT_HERE, BatchLook, Situation
from asknext.stopping.advice.agreeing import agreeing, newcombe


def history(agreed, random, rounds=3):
    look = BatchLook(20, 100, 0.1, 0.1, 0.01, 0.2, 20, agreed, 200, random)
    return [Round(20), *(Round(40 + 20 * number, look=look) for number in range(rounds))]


def said(strategy="random", **more):
    return Situation(strategy, ways={"harder": "Take margin."}, **more)


def test_newcombe_agrees_with_the_published_example():
    # Newcombe 1998, table II (a): 56/70 against 48/80, method 10
    gap, low, high = newcombe(56, 70, 48, 80)
    assert gap == pytest.approx(0.2)
    assert (low, high) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))


def test_easier_than_random_asks_for_harder_ones():
    piece = agreeing(history(19, 120), said())
    assert piece.verdict == ACT
    assert piece.next_step == "Take margin."
    assert piece.value == pytest.approx(0.95 - 0.6)
    assert piece.low > 0
    assert "95% of the last 60 items asked and on 60% of random ones" in piece.sentence


@pytest.mark.parametrize(
    ("strategy", "more"), [("margin", {}), ("random", {"easier": True}), ("random", {"stop": True})]
)
def test_not_where_the_strategy_is_hard_already_or_something_else_comes_first(strategy, more):
    stop = more.pop("stop", None)
    piece = agreeing(history(19, 120), said(strategy, stop=stop), **more)
    assert (piece.verdict, piece.next_step) == (FINE, "")


def test_the_same_or_harder_is_fine():
    assert "about as hard as random" in agreeing(history(12, 120), said()).sentence
    assert "harder than random" in agreeing(history(4, 120), said()).sentence


def test_too_early_numbers_and_no_embeddings():
    assert agreeing(history(19, 120, rounds=1), said()).rounds_missing == 2
    assert agreeing([], said()).verdict == EARLY
    assert agreeing(history(19, 120), said(numbers=True)).verdict == NOT_HERE
    assert agreeing([Round(10, look=BatchLook(10))], said()).verdict == NOT_HERE
