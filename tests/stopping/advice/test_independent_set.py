"""An independent set where the budget allows, and what is lost without."""

from __future__ import annotations

import pytest

from asknext.stopping import Round
from asknext.stopping.advice import ACT, EARLY, FINE, Situation
from asknext.stopping.advice.independent_set import half_width, independent_set

WAYS = {"independent_set": "Give test=."}


def test_none_and_none_coming_asks_for_one_and_says_what_is_lost():
    piece = independent_set([], Situation("margin", ways=WAYS))
    assert (piece.verdict, piece.next_step, piece.value) == (ACT, "Give test=.", None)
    assert "about 100 items" in piece.sentence
    assert "no unbiased score" in piece.sentence


def test_a_small_budget_is_not_spent_on_it():
    piece = independent_set([], Situation("margin", budget=50, ways=WAYS))
    assert (piece.verdict, piece.next_step) == (FINE, "")
    assert "too small" in piece.sentence
    assert "no unbiased score" in piece.sentence
    assert independent_set([], Situation("margin", budget=500, ways=WAYS)).verdict == ACT


def test_one_that_grows_is_told_how_many_answers_are_missing():
    piece = independent_set([], Situation("margin", independent=12, draws=True))
    assert piece.verdict == EARLY
    assert "8 more" in piece.sentence


def test_its_exactness_is_that_of_the_score():
    rounds = [Round(100, scores={"accuracy": 0.9})]
    piece = independent_set(rounds, Situation("margin", independent=50, draws=True, metric="accuracy"))
    assert piece.verdict == FINE
    assert piece.value == pytest.approx(half_width(0.9, 50))
    assert independent_set(rounds, Situation("margin", independent=50, metric="macro_f1")).value > piece.value
    assert [line.name for line in piece.picture.lines] == ["to be expected", "now"]


def test_labels_that_are_numbers_have_no_share_to_be_exact_about():
    none = independent_set([], Situation("random", numbers=True, ways=WAYS))
    assert none.verdict == ACT
    assert "%" not in none.sentence
    some = independent_set([], Situation("random", numbers=True, independent=80))
    assert (some.verdict, some.value, some.picture) == (FINE, None, None)
