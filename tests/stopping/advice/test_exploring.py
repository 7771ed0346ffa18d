"""Explore more where random batches would, and where that was measured to pay."""

from __future__ import annotations

import pytest

from asknext.stopping import Round
from asknext.stopping.advice import ACT, EARLY, FINE, NOT_HERE, BatchLook, Situation
from asknext.stopping.advice.exploring import exploring


def history(explored, random=0.10, sd=0.01, kmeans=0.2, rounds=4):
    look = BatchLook(10, 100, explored, random, sd, kmeans)
    return [Round(20 + 10 * number, look=look if number else None) for number in range(rounds)]


def said(strategy="entropy"):
    return Situation(strategy, ways={"explore": "Take auto."})


def test_less_than_random_by_far_asks_for_more_with_the_number_and_its_interval():
    piece = exploring(history(0.05), said())
    assert piece.verdict == ACT
    assert piece.next_step == "Take auto."
    assert piece.value == pytest.approx(0.5)
    # three rounds: 0.15 over 0.30 -+ 1.96 * sqrt(3) * 0.01
    assert piece.low == pytest.approx(0.15 / (0.30 + 0.033948), rel=1e-4)
    assert piece.high == pytest.approx(0.15 / (0.30 - 0.033948), rel=1e-4)
    assert piece.sentence == (
        "Explore more: the last 3 batches by entropy covered 50% of the new ground that random ones would have (95 % "
        "interval 45% to 56%; 25% of that of k-means)."
    )


def test_above_the_bound_or_within_chance_it_is_enough():
    near = exploring(history(0.09, sd=0.001), said())
    assert near.verdict == FINE
    assert near.sentence.startswith("Exploration is a little below")
    wide = exploring(history(0.05, sd=0.06), said())
    assert wide.verdict == FINE
    assert wide.sentence.startswith("Exploration is enough")


@pytest.mark.parametrize("strategy", ["auto", "margin", "random", "kmeans"])
def test_strategies_that_gained_nothing_by_exploring_more_are_left_alone(strategy):
    piece = exploring(history(0.05), said(strategy))
    assert piece.verdict == FINE
    assert piece.next_step == ""
    assert f"costs nothing with {strategy}" in piece.sentence


def test_too_early_says_how_many_rounds_are_missing():
    piece = exploring(history(0.05, rounds=2), said())
    assert (piece.verdict, piece.rounds_missing) == (EARLY, 2)
    assert "2 more rounds" in piece.sentence
    assert exploring([], said()).rounds_missing == 3


def test_without_embeddings_it_does_not_apply():
    rounds = [Round(10), Round(20, look=BatchLook(10))]
    piece = exploring(rounds, said())
    assert piece.verdict == NOT_HERE
    assert piece.picture is None


def test_the_picture_has_the_three_curves_and_the_band_of_random():
    picture = exploring(history(0.05), said()).picture
    assert [line.name for line in picture.lines] == ["your batches", "random", "k-means"]
    assert picture.lines[0].x == (30, 40, 50)
    assert picture.lines[1].low[0] == pytest.approx(0.10 - 0.0196)


def test_a_pool_that_is_covered_wholly_leaves_nothing_to_explore():
    assert "Nothing is left to explore" in exploring(history(0.0, random=0.0, sd=0.0), said()).sentence
