"""An annotation in the nearest form that a format can say."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from asknext.annotations import (
    Annotated,
    Annotation,
    Box,
    Keypoints,
    Mask,
    OrientedBox,
    Polygon,
    Value,
    mask_of,
    polygon_of,
)
from asknext.annotations.annotation import KINDS
from asknext.annotations.item import Picture
from asknext.formats.exchange.carried import Carried

__all__ = ["fitting", "plural"]

_NAMES = {
    "oriented_box": "turned box", "audio_region": "audio region", "class": "class of a whole item",
    "pair": "pair choice",
    "keypoints": "set of keypoints", "text": "free text",
}  # fmt: skip


def plural(kind: str) -> str:
    return {"box": "boxes"}.get(kind, _NAMES.get(kind, kind) + "s")


def fitting(
    item: Annotated,
    said: Collection[Annotation],
    kinds: Collection[str],
    carried: Carried,
    *,
    holes: bool = True,
    parts: bool = True,
    approximate: bool = False,
) -> Iterator[Annotation]:
    """Those of ``said`` that a format of these ``kinds`` can say, each in a form it knows.

    ``holes`` : whether its polygons may have some; ``parts`` : several outlines. A form that covers the same pixels is
    taken at once, one that does not (the box around a polygon) only to ``approximate``. Both are listed as changed,
    and what there is no form for as lost.
    """
    for each in said:
        value = each.value
        if value.kind in kinds and _plain(value, holes, parts):
            yield each
            continue
        for made, how in _forms(item, value, approximate):
            if made.kind in kinds and _plain(made, holes, parts):
                carried.change(item, how, each)
                yield replace(each, value=made)
                break
        else:
            carried.lose(item, _described(value), each)


def _plain(value: Value, holes: bool, parts: bool) -> bool:
    if not isinstance(value, Polygon):
        return True
    return (holes or not value.has_holes) and (parts or len(value.parts) == 1)


def _described(value: Value) -> str:
    name = f"a {_NAMES.get(value.kind, value.kind)}"
    if isinstance(value, Polygon) and (value.has_holes or len(value.parts) > 1):
        return name + " with holes or several parts"
    return name.replace("a audio", "an audio").replace("a ordinal", "an ordinal")


def _forms(item: Annotated, value: Value, approximate: bool) -> Iterator[tuple[Value, str]]:
    """Other forms of a value, the most faithful first, and what that change is called."""
    picture = item.content if isinstance(item.content, Picture) and item.content.known else None
    if isinstance(value, Box):
        yield _outline(value), "a box written as a polygon"
        yield OrientedBox(_outline(value).parts[0][0]), "a box written as a turned box"
    if isinstance(value, OrientedBox):
        yield Polygon.of(value.corners), "a turned box written as a polygon"
    if isinstance(value, Mask) and value.area:
        yield polygon_of(value), "a mask written as its outline"
    if isinstance(value, Polygon) and picture is not None:
        yield mask_of(value, picture.height, picture.width), "a polygon drawn as a mask"
    if approximate:
        yield from _rough(value)


def _rough(value: Value) -> Iterator[tuple[Value, str]]:
    outline = polygon_of(value) if isinstance(value, Mask) and value.area else value
    if isinstance(outline, Polygon) and outline.has_holes:
        yield Polygon.of(*(part[0] for part in outline.parts)), "a shape written without its holes"
    if isinstance(outline, Polygon):
        largest = max(outline.parts, key=lambda part: Polygon((part,)).area)
        yield Polygon.of(largest[0]), "a shape written as its largest part without holes"
    if isinstance(value, OrientedBox | Polygon | Keypoints) or (isinstance(value, Mask) and value.area):
        left, top, right, bottom = value.bounds
        if left < right and top < bottom:
            yield Box.of_corners(left, top, right, bottom), f"the box around a {_NAMES.get(value.kind, value.kind)}"


def _outline(box: Box) -> Polygon:
    left, top, right, bottom = box.bounds
    return Polygon.of(((left, top), (right, top), (right, bottom), (left, bottom)))


assert set(_NAMES) <= set(KINDS)
