"""Easier where contradictions do not fall, an end where they are low and stable."""

from __future__ import annotations

import numpy as np
import pytest

from asknext.measures import wilson
from asknext.stopping import Round
from asknext.stopping.advice import ACT, EARLY, FINE, NOT_HERE, Situation
from asknext.stopping.advice.contradicting import contradicting, judge_changes

WAYS = {"easier": "Take easier ones.", "stop": "Train."}


def said(**more):
    return Situation("margin", ways=WAYS, **more)


def rounds_with(changes, n=1000):
    """Rounds of which so many predictions differ from one to the next."""
    predictions, found = np.zeros(n, dtype=np.int64), []
    found.append(Round(20, predictions=predictions))
    for number, change in enumerate(changes):
        predictions = predictions.copy()
        predictions[: round(change * n)] = number + 1
        found.append(Round(30 + 10 * number, predictions=predictions))
    return found


def test_low_and_stable_says_that_it_is_time_to_stop():
    piece = contradicting(rounds_with([0.2, 0.008, 0.006, 0.004]), said())
    assert piece.verdict == ACT
    assert piece.next_step == "Train."
    assert piece.sentence.startswith("It is time to stop: 0.6% of 1,000 predictions changed")
    assert (piece.low, piece.high) == pytest.approx(wilson(6, 1000))


def test_rules_that_say_otherwise_are_not_contradicted():
    piece = contradicting(rounds_with([0.2, 0.008, 0.006, 0.004]), said(stop=False))
    assert piece.verdict == FINE
    assert "the stopping rules do not agree yet" in piece.sentence


def test_one_round_above_the_bound_is_not_stable():
    assert contradicting(rounds_with([0.004, 0.02, 0.004]), said()).verdict == FINE


def test_flat_and_high_asks_for_easier_batches():
    piece = contradicting(rounds_with([0.15, 0.15, 0.15, 0.15, 0.14, 0.16]), said())
    assert piece.verdict == ACT
    assert piece.next_step == "Take easier ones."
    assert "no less than 15% in the 3 before" in piece.sentence


@pytest.mark.parametrize("changes", [[0.30, 0.25, 0.20, 0.15, 0.12, 0.10], [0.03] * 6, [0.15, 0.15, 0.15]])
def test_falling_or_low_or_short_does_not(changes):
    assert judge_changes(changes, 1000, said()).verdict == FINE


def test_too_early_and_numbers():
    piece = contradicting(rounds_with([0.2]), said())
    assert (piece.verdict, piece.rounds_missing) == (EARLY, 2)
    assert piece.picture.lines[0].y == (0.2,)
    assert contradicting([], said()).rounds_missing == 3
    assert contradicting(rounds_with([0.2] * 4), said(numbers=True)).verdict == NOT_HERE
