"""The words follow the numbers, also where there is nothing to boast of."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from asknext.report import Comparison, Estimate, Rival, verdict

Made = Callable[..., Comparison]


def test_a_gain_is_named_with_its_interval_and_the_labels_saved(make: Made, rival: Rival) -> None:
    answer, difference, saved = verdict(make(), rival)
    assert answer == "margin was better than random on this data."
    assert "macro f1 was 0.030 better (95 % interval +0.020 to +0.040)" in difference
    assert "won 9 of 10 seeds, drew 0 and lost 1" in difference
    assert "0.800 that random ended with after 60 labels with about 120 labels fewer" in saved
    assert "100 to 140" in saved


def test_no_gain_is_not_talked_up(make: Made, rival: Rival) -> None:
    nothing = dataclasses.replace(rival, difference=Estimate(0.002, -0.004, 0.008), saved=Estimate(3.0, -10.0, 16.0))
    text = " ".join(verdict(make(), nothing))
    assert "No difference between margin and random can be shown" in text
    assert "the interval holds 0" in text
    assert "cannot be shown" in text
    assert "fewer (95" not in text


def test_a_loss_is_called_a_loss(make: Made, rival: Rival) -> None:
    lost = dataclasses.replace(rival, difference=Estimate(-0.03, -0.04, -0.02), saved=None)
    text = " ".join(verdict(make(), lost))
    assert "worse than random on this data; do not use it here" in text
    assert "0.030 worse" in text
    assert "did not reach" in text


@pytest.mark.parametrize(("seeds", "warned"), [(2, True), (10, False)])
def test_few_seeds_are_warned_about(make: Made, rival: Rival, seeds: int, warned: bool) -> None:
    assert any("rough" in sentence for sentence in verdict(make(seeds=seeds), rival)) is warned
