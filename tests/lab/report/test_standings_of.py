"""What is said of strategies side by side on one problem."""

from __future__ import annotations

import numpy as np

from asknext.lab.report.metric_facts import metric_facts
from asknext.lab.report.runs import Runs
from asknext.lab.report.standings_of import standings_of
from asknext.loop.comparison import saved_against

LABELS = np.array([10.0, 20.0, 30.0])
METRIC = metric_facts("accuracy")


def runs(values: list[float]) -> Runs:
    """A flat curve a seed."""
    return Runs(list(range(len(values))), LABELS, np.repeat(np.array(values)[:, None], len(LABELS), axis=1))


def test_the_more_strategies_the_harder_it_is_to_be_told_from_the_best() -> None:
    """Differences with t = 3.5 on 4 degrees of freedom: p is .025 alone, and .25 as one of ten."""
    gaps = np.array([-1.0, -0.5, 0.0, 0.5, 1.0])
    gaps = gaps + 3.5 * gaps.std(ddof=1) / np.sqrt(5)
    several = {"best": runs([0.8] * 5), "next": runs(list(0.8 - gaps / 100))}
    many = several | {f"worse {at}": runs([0.1] * 5) for at in range(9)}
    for strategies, level in ((several, False), (many, True)):
        found = {each.strategy: each for each in standings_of(strategies, None, METRIC, drawn_again=False)}
        assert found["best"].best
        assert found["next"].level is level


def test_labels_saved_are_counted_over_the_seeds_that_random_has_too() -> None:
    """Of the third seed there is no run of random to hold its run against."""
    mine = np.array([[0.5, 0.7, 0.9], [0.5, 0.7, 0.9], [0.5, 0.5, 0.5]])
    theirs = np.array([[0.5, 0.6, 0.7], [0.5, 0.6, 0.7]])
    several = {"random": Runs([0, 1], LABELS, theirs), "margin": Runs([0, 1, 2], LABELS, mine)}
    for drawn_again in (False, True):
        gain = standings_of(several, "random", METRIC, drawn_again=drawn_again)[1].gain
        assert gain is not None
        assert gain.saved is not None
        assert gain.saved.value == saved_against([10, 20, 30], mine[:2], theirs).estimate == 10


def test_where_random_gains_nothing_there_is_no_deficiency() -> None:
    gain = standings_of({"random": runs([0.7] * 3), "margin": runs([0.8] * 3)}, "random", METRIC, drawn_again=True)[
        1
    ].gain
    assert gain is not None
    assert gain.deficiency is None
