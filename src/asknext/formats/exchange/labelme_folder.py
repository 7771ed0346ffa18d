"""LabelMe: a JSON file beside each image."""

from __future__ import annotations

import base64
import binascii
import math
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from asknext.annotations import (
    Annotated,
    Annotation,
    Box,
    Keypoints,
    LabelClass,
    Mask,
    OrientedBox,
    Picture,
    Polygon,
    Value,
)
from asknext.annotations.json_fields import listed
from asknext.annotations.keypoints import VISIBLE
from asknext.annotations.numbers import number, whole
from asknext.annotations.points import point
from asknext.errors import DataError
from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.fitting import fitting
from asknext.formats.exchange.json_files import json_files
from asknext.formats.exchange.output import OutputFolder
from asknext.formats.exchange.safe_name import safe_name
from asknext.formats.exchange.source import Refused, attempt, named
from asknext.formats.exchange.strict_json import read_json
from asknext.formats.rows import Reject

__all__ = ["LabelmeFolder", "write_labelme"]

_OWN = {"label", "points", "shape_type", "group_id", "flags", "mask", "score"}
_CIRCLE = 64


class LabelmeFolder:
    """Polygons, rectangles, turned rectangles, circles (as polygons of 64 corners), points and masks.

    Lines are refused by name, as they enclose nothing. Raises `DataError` where there is no JSON file.
    """

    def __init__(self, path: Path) -> None:
        self.name, self.notes = str(path), list[str]()
        self.classes: tuple[LabelClass, ...] = ()
        self._root = path if path.is_dir() else path.parent
        self._files = json_files(path)

    def __iter__(self) -> Iterator[Annotated | Reject]:
        for path in self._files:
            refused = Refused(str(path))
            item = attempt(refused, "", path.name, self._item, path, refused)
            if item is not None:
                yield item
            yield from refused

    def _item(self, path: Path, refused: Refused) -> Annotated:
        try:
            found = read_json(path)
        except DataError as error:
            raise DataError(error.reason) from None
        if not isinstance(found, dict) or "shapes" not in found:
            raise DataError("is no file of LabelMe: expected an object with shapes")
        width, height = (whole(found.get(f"image{side}") or 0, f"image{side}") for side in ("Width", "Height"))
        folder = path.parent.relative_to(self._root).as_posix()
        name = safe_name(str(found.get("imagePath") or path.stem + ".jpg").replace("\\", "/").rpartition("/")[2])
        made = [
            attempt(refused, f"shape {at} ({_label(each)})", each, _annotation, each, width, height)
            for at, each in enumerate(listed(found["shapes"], "shapes"), 1)
        ]
        flags = {"flags": found["flags"]} if found.get("flags") else {}
        full = name if folder == "." else f"{folder}/{name}"
        return Annotated(full, Picture(width, height), tuple(each for each in made if each is not None), meta=flags)


def write_labelme(items: Iterable[Annotated], out: Path, *, approximate: bool = False) -> Carried:
    """Write a JSON file for each image into the new folder ``out``; predictions are not written.

    Gives what did not come along.
    """
    folder, carried = OutputFolder(out), Carried()
    kinds = ("box", "polygon", "oriented_box", "mask")
    for item in items:
        fit = fitting(item, item.annotations, kinds, carried, holes=False, parts=False, approximate=approximate)
        shapes = [_shape(item, each, carried) for each in fit if _has_label(item, each, carried)]
        for each in item.predictions:
            carried.lose(item, "a prediction", each)
        picture = item.content if isinstance(item.content, Picture) else Picture()
        told = {
            "version": "5.5.0",
            "flags": item.meta.get("flags", {}),
            "shapes": shapes,
            "imagePath": item.name.rpartition("/")[2],
            "imageData": None,
            "imageHeight": picture.height,
            "imageWidth": picture.width,
        }
        folder.write_json(os.path.splitext(safe_name(item.name))[0] + ".json", told, item.name)
        carried.items += 1
        carried.lose_meta(item, ("flags",))
    return carried


def _has_label(item: Annotated, found: Annotation, carried: Carried) -> bool:
    if found.label is None:
        carried.lose(item, "an annotation without a class", found)
    return found.label is not None


def _label(found: Any) -> str:
    return str(found.get("label"))[:40] if isinstance(found, dict) else "?"


def _annotation(found: Any, width: int, height: int) -> Annotation:
    if not isinstance(found, dict):
        raise DataError("is no object")
    points = [point(each, f"point {at}") for at, each in enumerate(listed(found.get("points"), "points"), 1)]
    attributes = {name: each for name, each in found.items() if name not in _OWN and each not in (None, "")}
    flags = {"flags": found["flags"]} if found.get("flags") else {}
    group = None if found.get("group_id") is None else str(found["group_id"])
    value = _value(str(found.get("shape_type") or "polygon"), points, found, width, height)
    return Annotation(value, named(found.get("label")), group=group, attributes={**attributes, **flags})


def _value(kind: str, points: list[tuple[float, float]], found: dict[str, Any], width: int, height: int) -> Value:
    if kind == "polygon":
        return Polygon.of(tuple(points))
    if kind == "rectangle" and len(points) == 2:
        (x, y), (to_x, to_y) = points
        return Box.of_corners(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
    if kind == "oriented_rectangle" or (kind == "rectangle" and len(points) == 4):
        return OrientedBox(tuple(points))
    if kind == "circle" and len(points) == 2:
        return _circle(points[0], math.dist(*points))
    if kind == "point" and len(points) == 1:
        return Keypoints(((*points[0], VISIBLE),))
    if kind == "mask" and len(points) == 2:
        return _mask(found.get("mask"), points[0], width, height)
    raise DataError(f"is a {kind[:40]} of {len(points)} points, which encloses nothing; draw a polygon around it")


def _circle(centre: tuple[float, float], radius: float) -> Polygon:
    angles = (2 * math.pi * step / _CIRCLE for step in range(_CIRCLE))
    return Polygon.of(tuple((centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a)) for a in angles))


def _mask(text: Any, corner: tuple[float, float], width: int, height: int) -> Mask:
    """A mask is the picture of its own box, as PNG in base64."""
    from asknext.formats.image_file import decode_image

    try:
        data = base64.b64decode(str(text), validate=True)
    except binascii.Error:
        raise DataError("mask is not base64") from None
    small = decode_image(data)[:, :, 0] > 0
    left, top = (whole(number(each, "the corner of the mask"), "the corner of the mask", 0, 10**6) for each in corner)
    Mask.of_runs(height, width, [height * width])  # of a sane size, before room is made for it
    if top + small.shape[0] > height or left + small.shape[1] > width:
        raise DataError("the mask leaves its image")
    pixels = np.zeros((height, width), dtype=bool)
    pixels[top : top + small.shape[0], left : left + small.shape[1]] = small
    return Mask.of_pixels(pixels)


def _shape(item: Annotated, found: Annotation, carried: Carried) -> dict[str, Any]:
    carried.annotations += 1
    carried.lose_fields(item, found, ("attributes", "group"))
    attributes = dict(found.attributes)
    group = found.group
    told = {
        "label": found.label,
        "group_id": int(group) if group is not None and group.isdecimal() else group,
        "flags": attributes.pop("flags", {}),
        **_geometry(found.value),
    }
    for name in [name for name in attributes if name in _OWN]:
        carried.lose(item, f"the attribute {name!r}", found)
        del attributes[name]
    return {**attributes, **told}


def _geometry(value: Value) -> dict[str, Any]:
    match value:
        case Polygon(parts=parts):
            return {"shape_type": "polygon", "points": parts[0][0]}
        case Box():
            return {"shape_type": "rectangle", "points": [[value.x, value.y], [value.right, value.bottom]]}
        case OrientedBox(corners=corners):
            return {"shape_type": "oriented_rectangle", "points": corners}
        case Mask():
            return {"shape_type": "mask", **_picture(value)}
    raise AssertionError(value)


def _picture(mask: Mask) -> dict[str, Any]:
    import io

    from PIL import Image

    left, top, right, bottom = (int(each) for each in (mask.bounds if mask.area else (0, 0, 1, 1)))
    pixels = mask.pixels()[top:bottom, left:right]
    out = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8) * 255).save(out, "PNG")
    return {"points": [[left, top], [right - 1, bottom - 1]], "mask": base64.b64encode(out.getvalue()).decode()}
