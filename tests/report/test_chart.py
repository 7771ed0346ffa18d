"""Charts are well-formed, labelled, and told apart without colour."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from asknext.report.chart import Series, line_chart
from asknext.report.drawing import Text
from asknext.report.svg import svg

scores = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def drawn(curves: list[Series]) -> str:
    return svg(line_chart(curves, x_label="labels", y_label="accuracy", title="a < b", description="it ends"), "chart")


@given(st.lists(scores, min_size=1, max_size=30))
def test_it_is_well_formed_and_nothing_lies_outside(curves: list[list[float]]) -> None:
    series = [Series(f"s{at}", range(len(ys)), ys, ys, ys) for at, ys in enumerate(curves)]
    root = ElementTree.fromstring(drawn(series))
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for each in root.iter():
        for pair in re.findall(r"(-?[\d.]+),(-?[\d.]+)", each.get("points", "")):
            assert 0 <= float(pair[0]) <= width
            assert -1 <= float(pair[1]) <= height


def test_names_are_escaped() -> None:
    svg = drawn([Series("<script>alert(1)</script>", [1, 2], [0, 1], [0, 1], [0, 1])])
    assert "<script>" not in svg
    assert "&lt;script&gt;" in svg


def test_curves_differ_in_dash_and_marker_not_only_in_colour() -> None:
    text = drawn([Series(str(at), [1, 2], [0, 1], [0, 1], [0, 1]) for at in range(4)])
    assert len(set(re.findall(r'<polyline class="line[^>]*dasharray="([^"]*)"', text))) == 3
    corners = {len(each.split()) for each in re.findall(r'<polygon class="marker[^>]*points="([^"]*)"', text)}
    assert corners == {3, 4, 10}


def test_names_at_the_right_end_do_not_overlap() -> None:
    for count in (4, 25):
        curves = [Series(f"s{at}", [1, 2], [0.5, 0.9], [0.4, 0.8], [0.6, 1]) for at in range(count)]
        chart = line_chart(curves, x_label="", y_label="", title="", description="")
        names = [each for each in chart.shapes if isinstance(each, Text) and each.look == "name"]
        heights = sorted(each.at[1] for each in names)
        assert min(b - a for a, b in itertools.pairwise(heights)) >= 15
        assert heights[0] > 0
        assert heights[-1] <= chart.height


def test_a_long_name_is_cut() -> None:
    curve = Series("n" * 4000, [1, 2], [0, 1], [0, 1], [0, 1])
    assert "n" * 40 not in drawn([curve])


def test_a_value_that_is_not_known_leaves_a_gap() -> None:
    text = drawn([Series("s", [1, 2, 3], [0.5, float("nan"), 0.7], [0.4, float("nan"), 0.6], [0.6, 1, 0.8])])
    assert "nan" not in text
