"""A course of numbers in one line."""

from __future__ import annotations

from asknext.cli.sparkline import PLAIN, sparkline


def test_bars_rise_with_the_values():
    assert sparkline([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█"
    assert sparkline([0, 7], bars=PLAIN) == "_@"


def test_the_newest_are_shown_to_a_common_scale_with_gaps():
    assert sparkline([9, 9, 0.5, None, float("nan"), 1.0], width=4, top=1.0) == "▅  █"
    assert sparkline([2.0], top=1.0) == "█"


def test_nothing_and_zeros():
    assert sparkline([]) == ""
    assert sparkline([0, 0]) == "▁▁"
