"""The words follow the numbers, and never go beyond them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from asknext.lab.report import Findings
from asknext.lab.report.problem import Stop
from asknext.lab.report.summary import summary
from asknext.report.comparison import Estimate

Made = Callable[..., Findings]


def words(found: Findings) -> str:
    return " ".join(sentence for block in summary(found) for sentence in block)


def test_a_clear_gain_is_named_with_its_interval_and_seeds(findings: Made) -> None:
    text = words(findings(data_sets=["digits"]))
    assert "digits: margin had the highest accuracy" in text
    assert "better than random (95 % interval +" in text
    assert "in 5 of 5 seeds" in text
    assert "within 5 % after" in text


def test_no_gain_is_said_to_be_none_and_what_it_would_take(findings: Made) -> None:
    found = findings(data_sets=["digits"], strategies={"random": 0.0, "margin": 0.001}, noise=0.05)
    text = words(found)
    assert "no strategy can be shown to beat random" in text or "no strategy did better than random" in text
    gain = next(each.gain for each in found.problems[0].standings["accuracy"] if each.strategy == "margin")
    assert gain is not None
    assert gain.seeds_needed is not None
    assert gain.seeds_needed > 5


def test_what_never_helps_is_named(findings: Made) -> None:
    text = words(findings())
    assert "In no comparison better than random: outlier." in text
    assert "More often worse than better: outlier." in text


def test_too_few_data_sets_are_not_ranked(findings: Made) -> None:
    blocks = summary(findings())
    assert "not ranked" not in blocks[0][0]
    assert "not ranked" in " ".join(blocks[0])


def test_enough_data_sets_are(findings: Made) -> None:
    assert "margin has the best mean rank over 6 data sets" in summary(findings(data_sets=list("abcdef")))[0][0]


def test_few_seeds_and_missing_cells_are_warned_of(findings: Made) -> None:
    text = words(findings(data_sets=["a"], seeds=3, leave=[("margin", 0)]))
    assert "every interval is rough" in text
    assert "1 of 12 cells have not finished" in text


def test_without_random_that_is_said(findings: Made) -> None:
    assert "random was not run" in words(findings(data_sets=["a"], strategies={"margin": 0.1, "entropy": 0.0}))


def test_with_one_seed_nothing_is_claimed(findings: Made) -> None:
    text = words(findings(data_sets=["a"], seeds=1))
    assert "better than random" not in text.replace("In no comparison better than random", "")
    assert "can be shown to beat random" in text


def test_stopping_rules_speak_of_the_best_strategy(findings: Made) -> None:
    found = findings(data_sets=["a"])
    best = next(each.strategy for each in found.problems[0].standings["accuracy"] if each.best)
    seen = Stop(
        "contradiction_ratio", best, 4, 5, Estimate(60, 50, 70), Estimate(0.8, 0.7, 0.9), None, Estimate(0.02, 0, 1)
    )
    never, blind = Stop("budget", best, 0, 5, None, None), Stop("knee", best, 0, 5, None, None, unknown=True)
    problem = dataclasses.replace(found.problems[0], stops=[seen, never, blind])
    text = words(dataclasses.replace(found, problems=[problem]))
    assert "contradiction ratio would have stopped 4 of 5 runs, on average after 60 labels" in text
    assert "0.020 worse than at the end" in text
    assert "budget would have stopped none of 5 runs" in text
    assert "knee" not in text


def test_batch_sizes_that_cannot_be_told_apart_are_not(findings: Made) -> None:
    same = {"5 x 8": [5] * 8, "5 x 8 again": [5] * 8}
    text = words(findings(data_sets=["a"], schedules=same))
    assert "5 x 8 and 5 x 8 again cannot be told apart" in text
