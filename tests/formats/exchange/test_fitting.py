from __future__ import annotations

import numpy as np
import pytest

from asknext.annotations import Annotated, Annotation, Box, Keypoints, Mask, OrientedBox, Picture, Polygon, Value
from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.fitting import fitting

PIXELS = np.zeros((6, 8), dtype=bool)
PIXELS[1:4, 2:6] = True
SOLID = Mask.of_pixels(PIXELS)
HOLED = Mask.of_pixels(PIXELS & ~np.pad([[True]], ((2, 3), (3, 4))))
RECTANGLE = ((2.0, 1.0), (6.0, 1.0), (6.0, 4.0), (2.0, 4.0))
HOLE = ((3.0, 2.0), (4.0, 2.0), (4.0, 3.0), (3.0, 3.0))


def fitted(
    value: Value, kinds: tuple[str, ...], *, approximate: bool = False, parts: bool = False
) -> tuple[Value | None, list[str]]:
    item, carried = Annotated("a", Picture(8, 6), (Annotation(value, "x"),)), Carried()
    found = list(fitting(item, item.said, kinds, carried, holes=False, parts=parts, approximate=approximate))
    assert carried.annotations == 0
    return (found[0].value if found else None), [*carried.changed, *carried.lost]


@pytest.mark.parametrize(
    ("value", "kinds", "expected", "told"),
    [
        (Box(2, 1, 4, 3), ("box",), Box(2, 1, 4, 3), []),
        (Box(2, 1, 4, 3), ("polygon",), Polygon.of(RECTANGLE), ["a box written as a polygon"]),
        (OrientedBox(RECTANGLE), ("polygon",), Polygon.of(RECTANGLE), ["a turned box written as a polygon"]),
        (Polygon((((RECTANGLE), HOLE),)), ("polygon", "mask"), HOLED, ["a polygon drawn as a mask"]),
        (Polygon.of(RECTANGLE, HOLE), ("polygon", "mask"), SOLID, ["a polygon drawn as a mask"]),
        (Polygon((((RECTANGLE), HOLE),)), ("polygon",), None, ["a polygon with holes or several parts"]),
        (HOLED, ("polygon",), None, ["a mask"]),
        (Keypoints(((1, 1, 2),)), ("box", "mask"), None, ["a set of keypoints"]),
        (Mask.of_pixels(PIXELS & False), ("polygon",), None, ["a mask"]),
    ],
)
def test_forms_that_cover_the_same_pixels_are_taken_at_once(
    value: Value, kinds: tuple[str, ...], expected: Value | None, told: list[str]
) -> None:
    assert fitted(value, kinds) == (expected, told)


def test_the_outline_of_a_mask_is_the_mask() -> None:
    found, told = fitted(SOLID, ("polygon",))
    assert isinstance(found, Polygon)
    assert set(found.parts[0][0]) == set(RECTANGLE)
    assert told == ["a mask written as its outline"]


@pytest.mark.parametrize(
    ("value", "kinds", "expected", "told"),
    [
        (Polygon((((RECTANGLE), HOLE),)), ("polygon",), Polygon.of(RECTANGLE), ["a shape written without its holes"]),
        (
            Polygon.of(HOLE, RECTANGLE),
            ("polygon",),
            Polygon.of(RECTANGLE),
            ["a shape written as its largest part without holes"],
        ),
        (SOLID, ("box",), Box(2, 1, 4, 3), ["the box around a mask"]),
        (
            Keypoints(((2, 1, 2), (6, 4, 1), (0, 0, 0))),
            ("box",),
            Box(2, 1, 4, 3),
            ["the box around a set of keypoints"],
        ),
        (Keypoints(((2, 1, 2),)), ("box",), None, ["a set of keypoints"]),
        (Mask.of_pixels(PIXELS & False), ("box",), None, ["a mask"]),
    ],
)
def test_what_is_near_is_taken_on_demand_only(
    value: Value, kinds: tuple[str, ...], expected: Value | None, told: list[str]
) -> None:
    assert fitted(value, kinds, approximate=True) == (expected, told)
    assert fitted(value, kinds)[0] is None
