"""Rules that look at scores on held-out data, and those that count: worked numbers."""

import numpy as np
import pytest
from scipy.stats import linregress, t

from asknext.stopping import Round, build_rule


def scored(values, labels=None, metric="accuracy", **more):
    places = labels or [10 * (i + 1) for i in range(len(values))]
    return [Round(place, {metric: value}, **more) for place, value in zip(places, values, strict=True)]


def check(spec, rounds):
    return build_rule(spec).check(rounds)


def test_max_rounds_counts_different_numbers_of_labels():
    rounds = [Round(10), Round(20), Round(20), Round(30)]
    assert check({"name": "max_rounds", "rounds": 3}, rounds).stop is True
    found = check({"name": "max_rounds", "rounds": 4}, rounds)
    assert (found.stop, found.sentence) == (False, "3 of 4 rounds are finished.")


def test_the_gain_per_label_agrees_with_scipy():
    labels, scores = [10, 20, 30, 40, 60, 70], [0.5, 0.6, 0.64, 0.65, 0.69, 0.7]
    found = check({"name": "diminishing_returns", "rounds": 5}, scored(scores, labels))
    line = linregress(labels, scores)
    assert found.value == pytest.approx(line.slope)
    high = line.slope + t.ppf(0.975, 4) * line.stderr
    assert f"{100 * high:+.3f}" in found.sentence
    assert found.stop is False


def test_returns_are_small_with_confidence_or_by_the_slope_alone():
    noisy = scored([0.8, 0.84, 0.79, 0.85, 0.78, 0.82])
    assert check("diminishing_returns", noisy).stop is False, "the interval is wide"
    assert check({"name": "diminishing_returns", "use_interval": False, "bound": 0.001}, noisy).stop is True
    flat = scored([0.5, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8])
    assert check("diminishing_returns", flat).stop is True
    assert check("diminishing_returns", flat[:5]).stop is None
    losses = scored([0.9, 0.8, 0.7, 0.6, 0.5, 0.4], metric="log_loss")
    assert check({"name": "diminishing_returns", "metric": "log_loss"}, losses).value == pytest.approx(0.01)


def test_of_two_rounds_with_as_many_labels_the_last_counts():
    rounds = scored([0.5, 0.6, 0.1, 0.7], [10, 20, 30, 30])
    assert check({"name": "diminishing_returns", "rounds": 2}, rounds).value == pytest.approx(0.01)


def test_patience_counts_rounds_since_the_best():
    rounds = scored([0.5, 0.8, 0.79, 0.8, 0.805])
    assert check({"name": "patience", "rounds": 3}, rounds).value == 0, "a new best by .005"
    found = check({"name": "patience", "rounds": 3, "least": 0.01}, rounds)
    assert found.stop is True
    assert found.sentence.startswith("The best accuracy, 0.800 at 20 labels, has stood for 3 rounds (bound 3)")
    assert check({"name": "patience", "rounds": 4, "least": 0.01}, rounds).stop is False
    losses = scored([0.5, 0.4, 0.45, 0.46], metric="log_loss")
    assert check({"name": "patience", "metric": "log_loss", "rounds": 2}, losses).stop is True


def test_the_overfitting_guard_holds_training_against_test_scores():
    rounds = scored([0.7, 0.72, 0.71], train_scores={"accuracy": 0.95})
    found = check("overfitting_guard", rounds)
    assert found.stop is True
    assert found.value == pytest.approx(0.24)
    assert check({"name": "overfitting_guard", "bound": 0.24}, rounds).stop is False, "one round is below"
    assert check("overfitting_guard", scored([0.7, 0.72, 0.71])).stop is None
    losses = scored([0.9] * 3, metric="log_loss", train_scores={"log_loss": 0.1})
    assert check({"name": "overfitting_guard", "metric": "log_loss", "bound": 0.7}, losses).stop is True


def test_half_counts_what_was_looked_at():
    assert check("half", [Round(50, remaining=50)]).stop is True
    assert check("half", [Round(49, remaining=51)]).stop is False
    assert check({"name": "half", "share": 0.4}, [Round(40, remaining=60, relevance=np.zeros(40))]).value == 0.4
    assert check("half", [Round(0, remaining=0)]).stop is True
