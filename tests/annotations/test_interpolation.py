"""Shapes between two frames, against numbers worked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.annotations.made import boxes, polygons, poses

from asknext.annotations import Annotation, Box, Frame, Keypoints, Mask, Polygon, between, by_frame, filled, pictures
from asknext.annotations import refreshed as again
from asknext.annotations.interpolation import INTERPOLATED
from asknext.errors import DataError

SECONDS = {10: 1.0, 20: 2.0, 50: 5.0, 90: 9.0}


def box(frame, x, track="t1", **more):
    return Annotation(Box(x, 0, 10, 10), "c1", id=f"{track}-{frame}", group=track, frame=frame, **more)


def test_a_box_goes_along_a_line_in_seconds_and_not_in_frames():
    found = filled([box(10, 0), box(90, 80)], SECONDS, "t1")
    assert [(each.frame, each.value.x) for each in found[2:]] == [(20, 10.0), (50, 40.0)]
    assert [each.id for each in found[2:]] == ["t1.box@20", "t1.box@50"]
    assert all(each.attributes == {INTERPOLATED: True} and each.label == "c1" for each in found[2:])


def test_frames_without_times_count_by_their_index():
    found = filled([box(10, 0), box(90, 80)], dict.fromkeys(SECONDS, 0.0), "t1")
    assert [each.value.x for each in found[2:]] == [10.0, 40.0]


def test_points_correspond_in_their_order_and_a_missing_joint_stays_missing():
    halves = between(Polygon.of([(0, 0), (4, 0), (4, 4)]), Polygon.of([(2, 2), (6, 2), (6, 8)]), 0.5)
    assert halves == Polygon.of([(1, 1), (5, 1), (5, 6)])
    poses = Keypoints(((0, 0, 2), (4, 4, 1), (0, 0, 0))), Keypoints(((2, 2, 1), (8, 8, 2), (3, 3, 2)))
    assert between(*poses, 0.25) == Keypoints(((0.5, 0.5, 2), (5, 5, 1), (0, 0, 0)))


def test_what_does_not_correspond_is_left_alone():
    mask = Mask.of_pixels(np.ones((2, 2), bool))
    three, four = Polygon.of([(0, 0), (4, 0), (4, 4)]), Polygon.of([(0, 0), (4, 0), (4, 4), (0, 4)])
    assert between(three, four, 0.5) is None
    assert between(three, Box(0, 0, 1, 1), 0.5) is None
    assert between(mask, mask, 0.5) is None
    ends = [replace(box(10, 0), value=three), replace(box(90, 0), value=four)]
    assert filled(ends, SECONDS, "t1") == tuple(ends)


def test_a_gap_is_filled_alone_where_a_frame_in_it_is_named():
    placed = [box(10, 0), box(50, 40), box(90, 80)]
    assert [each.frame for each in filled(placed, SECONDS, "t1", 20)[3:]] == [20]
    assert filled(placed, SECONDS, "t1", 90) == tuple(placed)
    assert filled(placed, SECONDS, "t2") == tuple(placed)


def test_a_track_may_have_parts_of_several_kinds_in_a_frame():
    joints = [replace(box(frame, 0), value=Keypoints(((frame, 0, 2),)), id=f"k{frame}") for frame in (10, 90)]
    found = filled([box(10, 0), box(90, 80), *joints], SECONDS, "t1", 20)
    assert {each.id for each in found[4:]} == {"t1.box@20", "t1.keypoints@20", "t1.box@50", "t1.keypoints@50"}


def test_what_was_computed_follows_the_shapes_around_it_until_it_is_touched():
    first, end, *made = filled([box(10, 0), box(90, 80)], SECONDS, "t1")
    moved = again([first, replace(end, value=Box(160, 0, 10, 10)), *made], SECONDS)
    assert [each.value.x for each in moved] == [0.0, 160.0, 20.0, 80.0]
    touched = replace(made[0], attributes={}, value=Box(0, 50, 10, 10))
    around = again([first, end, touched, made[1]], SECONDS)
    assert around[2] == touched
    assert around[3].value == Box(0 + 80 * (3 / 7), 50 - 50 * (3 / 7), 10, 10)
    assert again([first, *made], SECONDS) == (first, *made)


def test_what_was_placed_and_other_tracks_stay_as_they_are():
    first, end, *made = filled([box(10, 0), box(90, 80)], SECONDS, "t1")
    other = replace(made[0], group="t2", id="t2-20")
    placed = replace(box(20, 33), id="placed", group="t3")
    assert again([first, end, other, placed], SECONDS) == (first, end, other, placed)


@settings(max_examples=30)
@given(st.one_of(st.tuples(each, each) for each in (boxes, polygons, poses)), st.floats(0, 1))
def test_the_ends_are_the_shapes_themselves(two, share):
    first, second = two
    if between(first, second, share) is None:
        assert isinstance(first, Polygon)
        return
    assert between(first, second, 0) == first or isinstance(first, Keypoints)
    assert between(first, first, share) == first


def test_a_sequence_comes_apart_in_pictures():
    frames = [Frame("cat.mp4", index, 30, index / 10) for index in (0, 10, 20)]
    found = pictures(["a.jpg", "b.jpg", "c.jpg"], frames, [box(10, 1), box(0, 2), box(10, 3, "t2")], 64, 48)
    assert [(each.name, each.content.frame.index, len(each.annotations)) for each in found] == [
        ("a.jpg", 0, 1), ("b.jpg", 10, 2), ("c.jpg", 20, 0),
    ]  # fmt: skip
    assert [(each.frame, each.group) for each in found[1].annotations] == [(None, "t1"), (None, "t2")]
    assert list(by_frame([box(10, 1), box(0, 2)])) == [0, 10]
    with pytest.raises(DataError, match="frame 7, which is none of the 3"):
        pictures(["a", "b", "c"], frames, [box(7, 1)])
    with pytest.raises(DataError, match="annotation 1 does not say"):
        by_frame([replace(box(1, 1), frame=None)])
