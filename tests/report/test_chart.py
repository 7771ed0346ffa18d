"""Charts are well-formed, labelled, and told apart without colour."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from asknext.report.chart import HEIGHT, WIDTH, Series, line_chart

scores = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def drawn(curves: list[Series]) -> str:
    return line_chart(curves, x_label="labels", y_label="accuracy", title="a < b", description="it ends")


@given(st.lists(scores, min_size=1, max_size=4))
def test_it_is_well_formed_and_nothing_lies_outside(curves: list[list[float]]) -> None:
    series = [Series(f"s{at}", range(len(ys)), ys, ys, ys) for at, ys in enumerate(curves)]
    root = ElementTree.fromstring(drawn(series))
    for each in root.iter():
        for pair in re.findall(r"(-?[\d.]+),(-?[\d.]+)", each.get("points", "")):
            assert 0 <= float(pair[0]) <= WIDTH
            assert -1 <= float(pair[1]) <= HEIGHT


def test_names_are_escaped() -> None:
    svg = drawn([Series("<script>alert(1)</script>", [1, 2], [0, 1], [0, 1], [0, 1])])
    assert "<script>" not in svg
    assert "&lt;script&gt;" in svg


def test_curves_differ_in_dash_and_marker_not_only_in_colour() -> None:
    svg = drawn([Series(str(at), [1, 2], [0, 1], [0, 1], [0, 1]) for at in range(4)])
    dashes = re.findall(r'stroke-dasharray="([^"]*)" points', svg)
    assert len(set(dashes)) == 4
    for shape in ("<circle", "<rect"):
        assert shape in svg


def test_names_at_the_right_end_do_not_overlap() -> None:
    svg = drawn([Series(str(at), [1, 2], [0.5, 0.9], [0.4, 0.8], [0.6, 1]) for at in range(4)])
    heights = sorted(float(y) for y in re.findall(r'class="name[^>]* y="([\d.]+)"', svg))
    assert min(b - a for a, b in itertools.pairwise(heights)) >= 15
