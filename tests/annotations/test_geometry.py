"""Drawing, outlining, clipping, turning and overlap, each against the pixels or against another's numbers."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.annotations import made

from asknext.annotations import (
    AudioRegion,
    Box,
    Keypoints,
    Mask,
    OrientedBox,
    Polygon,
    Shape,
    Span,
    box_overlaps,
    clipped,
    mask_of,
    overlap,
    overshoot,
    polygon_of,
    upright,
)
from asknext.annotations.polygon_area import common_area
from asknext.errors import DataError, InputError

CASES = json.loads((Path(__file__).parent / "coco_masks.json").read_text())


@pytest.mark.parametrize("case", CASES["polygons"], ids=range(len(CASES["polygons"])))
def test_polygons_are_drawn_as_the_coco_api_draws_them(case: dict[str, object]) -> None:
    rings = [list(zip(each[0::2], each[1::2], strict=True)) for each in case["rings"]]  # type: ignore[attr-defined]
    mask = mask_of(Polygon.of(*rings), case["height"], case["width"])  # type: ignore[arg-type]
    assert mask.counts == case["counts"]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 10**6))
def test_the_outline_of_a_mask_drawn_again_is_the_mask(height: int, width: int, seed: int) -> None:
    pixels = np.random.default_rng(seed).random((height, width)) < 0.5
    mask = Mask.of_pixels(pixels)
    if not pixels.any():
        with pytest.raises(DataError, match="no outline"):
            polygon_of(mask)
        return
    outline = polygon_of(mask)
    assert mask_of(outline, height, width) == mask
    assert outline.area == mask.area
    assert outline.bounds == mask.bounds


def test_a_ring_of_pixels_has_a_hole_and_an_island_is_a_part_of_its_own() -> None:
    pixels = np.zeros((7, 7), dtype=bool)
    pixels[1:6, 1:6] = True
    pixels[2:5, 2:5] = False
    pixels[3, 3] = True
    outline = polygon_of(Mask.of_pixels(pixels))
    assert [len(part) for part in outline.parts] == [2, 1]
    assert sorted(outline.parts[0][1]) == [(2, 2), (2, 5), (5, 2), (5, 5)]


def test_pixels_that_touch_at_a_corner_are_two_parts() -> None:
    outline = polygon_of(Mask.of_pixels(np.array([[0, 1], [1, 0]])))
    assert [part[0] for part in outline.parts] == [
        ((1, 0), (2, 0), (2, 1), (1, 1)), ((0, 1), (1, 1), (1, 2), (0, 2)),
    ]  # fmt: skip


def test_giant_outlines_are_drawn_in_the_image_or_refused() -> None:
    far = Polygon.of(((-9e6, -9e6), (9e6, -9e6), (9e6, 9e6), (-9e6, 9e6)))
    assert mask_of(far, 5, 4).area == 20
    zigzag = Polygon.of(tuple((x % 2 * 4000.0, float(x % 4000)) for x in range(2_000)))
    with pytest.raises(DataError, match="cannot be drawn"):
        mask_of(zigzag, 4000, 4000)


@settings(max_examples=12, deadline=None)
@given(made.polygons, made.outlines)
def test_the_overlap_of_polygons_is_that_of_a_fine_grid(one: Polygon, two: Polygon) -> None:
    grid = 8
    drawn = [mask_of(_scaled(each, grid), made.HEIGHT * grid, made.WIDTH * grid).pixels() for each in (one, two)]
    assert common_area(one, two) == pytest.approx(float((drawn[0] & drawn[1]).sum()) / grid**2, abs=8)
    assert overlap(one, two) == pytest.approx(overlap(two, one))
    assert 0 <= overlap(one, two) <= 1 + 1e-12


def _scaled(polygon: Polygon, by: int) -> Polygon:
    parts = (tuple(tuple((x * by, y * by) for x, y in ring) for ring in part) for part in polygon.parts)
    return Polygon(tuple(parts))


def test_worked_overlaps() -> None:
    square = Polygon.of(((0, 0), (2, 0), (2, 2), (0, 2)))
    hole = ((0.5, 0.5), (1.5, 0.5), (1.5, 1.5), (0.5, 1.5))
    holed = Polygon(((square.parts[0][0], hole),))
    diamond = OrientedBox(((1, 0), (2, 1), (1, 2), (0, 1)))
    assert overlap(square, diamond) == pytest.approx(0.5)
    assert overlap(square, holed) == pytest.approx(0.75)
    assert overlap(Box(0, 0, 2, 2), Box(1, 1, 2, 2)) == pytest.approx(1 / 7)
    assert overlap(Box(0, 0, 2, 2), square) == pytest.approx(1)
    assert overlap(Span(0, 4), Span(2, 6)) == pytest.approx(1 / 3)
    assert overlap(AudioRegion(0, 1), AudioRegion(2, 3)) == 0
    one, two = (Mask.of_pixels(np.array([row])) for row in ([1, 1, 0], [0, 1, 1]))
    assert overlap(one, two) == pytest.approx(1 / 3)
    empty = Mask.of_pixels(np.zeros((1, 3)))
    assert overlap(empty, empty) == 0
    with pytest.raises(InputError, match="box and a mask"):
        overlap(Box(0, 0, 1, 1), one)
    with pytest.raises(InputError, match="3 x 1 and 3 x 2"):
        overlap(one, Mask.of_pixels(np.zeros((2, 3))))


def test_boxes_against_boxes() -> None:
    found = box_overlaps(
        np.array([[0.0, 0, 2, 2], [0, 0, 0, 0]]), np.array([[0.0, 0, 2, 2], [1, 1, 3, 3], [5, 5, 6, 6]])
    )
    assert found == pytest.approx(np.array([[1, 1 / 7, 0], [0, 0, 0]]))


@settings(max_examples=40, deadline=None)
@given(made.shapes, st.integers(1, 40), st.integers(1, 30))
def test_what_is_clipped_lies_in_the_image(shape: Shape, width: int, height: int) -> None:
    if isinstance(shape, Mask):
        return
    found = clipped(shape, width, height)
    assert found is None or overshoot(found, width, height) == 0
    if overshoot(shape, width, height) == 0:
        assert found == shape
    if isinstance(shape, Box) and isinstance(found, Box):
        assert found.area <= shape.area
    if isinstance(shape, Polygon) and len(list(shape.rings)) == 1 and found is not None:
        frame = Polygon.of(((0, 0), (width, 0), (width, height), (0, height)))
        assert common_area(found, found) == pytest.approx(common_area(shape, frame), abs=1e-6)  # type: ignore[arg-type]


def test_worked_clipping() -> None:
    assert clipped(Box(-2, 1, 4, 4), 10, 3) == Box(0, 1, 2, 2)
    assert clipped(Box(10, 1, 4, 4), 10, 3) is None
    assert clipped(Keypoints(((1, 1, 2), (11, 1, 1))), 10, 3) == Keypoints(((1, 1, 2), (0, 0, 0)))
    turned = clipped(OrientedBox(((-1, 0), (1, 0), (1, 2), (-1, 2))), 10, 10)
    assert isinstance(turned, Polygon)
    assert turned.area == 2


@pytest.mark.parametrize("orientation", range(1, 9))
def test_shapes_turn_with_their_image(orientation: int) -> None:
    from PIL import Image, ImageOps

    pixels = np.zeros((5, 8), dtype=np.uint8)
    pixels[1:3, 2:7] = 255
    image = Image.fromarray(pixels)
    exif = image.getexif()
    exif[0x0112] = orientation
    image.info["exif"] = exif.tobytes()
    shown = np.asarray(ImageOps.exif_transpose(image)) > 0
    assert (upright(Mask.of_pixels(pixels), 8, 5, orientation).pixels() == shown).all()  # type: ignore[union-attr]
    box = upright(Box(2, 1, 5, 2), 8, 5, orientation)
    assert box.bounds == Mask.of_pixels(shown).bounds
    corners = ((2, 1), (7, 1), (7, 3), (2, 3))
    outline = upright(Polygon.of(corners), 8, 5, orientation)
    assert mask_of(outline, *shown.shape) == Mask.of_pixels(shown)  # type: ignore[arg-type]
    assert upright(OrientedBox(corners), 8, 5, orientation).bounds == box.bounds
    pose = upright(Keypoints(((2, 1, 2), (0, 0, 0)), Box(2, 1, 5, 2)), 8, 5, orientation)
    assert isinstance(pose, Keypoints)
    assert pose.box == box
    assert pose.points[0][:2] == outline.parts[0][0][0]  # type: ignore[union-attr]
    assert pose.points[1] == (0, 0, 0)


def test_a_turned_box_knows_its_size_and_angle() -> None:
    box = OrientedBox.turned(5, 5, 4, 2, 90)
    assert [tuple(map(round, each)) for each in box.corners] == [(5, 5), (5, 9), (3, 9), (3, 5)]
    assert box.size == pytest.approx((4, 2))
    assert box.degrees == pytest.approx(90)
    assert box.area == pytest.approx(8)
    assert box.is_rectangle
    assert not OrientedBox(((0, 0), (2, 0), (3, 1), (0, 1))).is_rectangle
