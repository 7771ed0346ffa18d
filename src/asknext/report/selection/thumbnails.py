"""`pictured`: the first of the chosen as thumbnails, with what was predicted drawn on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.annotations.annotation import Annotation
from asknext.annotations.contour import polygon_of
from asknext.annotations.keypoints import Keypoints
from asknext.annotations.mask import Mask
from asknext.annotations.oriented_box import OrientedBox
from asknext.annotations.polygon import Polygon
from asknext.errors import DataError
from asknext.formats import decode_image
from asknext.formats.folder import file_within
from asknext.report.drawing import Point
from asknext.report.selection.result import SelectionResult
from asknext.report.selection.section import Outline, Pictured

__all__ = ["pictured"]

MOST, SIDE, OBJECTS = 24, 320, 60


def pictured(result: SelectionResult) -> list[Pictured]:
    """At most 24 of the chosen, spread evenly over their order; what is no picture is left out."""
    chosen = result.told["chosen"]
    step = max(1.0, len(chosen) / MOST)
    picked = [chosen[int(at * step)] for at in range(min(MOST, len(chosen)))]
    found = (_pictured(result.folder, each) for each in picked)
    return [each for each in found if each is not None]


def _pictured(folder: Path, chosen: Mapping[str, Any]) -> Pictured | None:
    if not chosen.get("width"):
        return None
    try:
        path = file_within(folder, folder / str(chosen["file"]))
        pixels = _smaller(decode_image(path.read_bytes(), size=SIDE))
    except (DataError, OSError):
        return None  # it was moved since; the table still names it
    outlines = [_outline(each, chosen) for each in (chosen.get("annotations") or ())[:OBJECTS]]
    drawn = [each for each in outlines if each is not None]
    return Pictured(pixels, drawn, _name(chosen), str(chosen.get("reason") or ""))


def _smaller(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    from PIL import Image

    image = Image.fromarray(pixels)
    image.thumbnail((SIDE, SIDE))
    return np.asarray(image)


def _name(chosen: Mapping[str, Any]) -> str:
    when = "" if chosen.get("seconds") is None else f", at {float(chosen['seconds']):.2f} s"
    return f"{chosen['name']}{when}"


def _outline(told: Mapping[str, Any], chosen: Mapping[str, Any]) -> Outline | None:
    try:
        one = Annotation.from_json(told)
        rings, points = _shape(one.value)
    except DataError:
        return None
    width, height = float(chosen["width"]), float(chosen["height"])
    score = "" if one.score is None else f" {one.score:.2f}"
    shares = [_shares(ring, width, height) for ring in rings]
    return Outline(shares, _shares(points, width, height), f"{one.label or ''}{score}")


def _shares(points: Sequence[Point], width: float, height: float) -> list[Point]:
    return [(_within(x / width), _within(y / height)) for x, y in points]


def _shape(value: Any) -> tuple[list[list[Point]], list[Point]]:
    if isinstance(value, Keypoints):
        return [], [(x, y) for x, y, _ in value.labelled]
    if isinstance(value, OrientedBox):
        return [list(value.corners)], []
    if isinstance(value, Mask | Polygon):
        outline = polygon_of(value) if isinstance(value, Mask) else value
        return [list(ring) for ring in outline.rings], []
    if not hasattr(value, "bounds"):
        return [], []
    left, top, right, bottom = value.bounds
    return [[(left, top), (right, top), (right, bottom), (left, bottom)]], []


def _within(share: float) -> float:
    return min(max(share, 0.0), 1.0)
