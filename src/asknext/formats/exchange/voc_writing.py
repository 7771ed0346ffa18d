"""Items out as Pascal VOC."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from asknext.annotations import Annotated, Annotation, Box, Picture, Polygon
from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.fitting import fitting
from asknext.formats.exchange.output import OutputFolder
from asknext.formats.exchange.safe_name import safe_name
from asknext.formats.exchange.voc_folder import FLAGS
from asknext.formats.exchange.xml_tree import element

__all__ = ["write_voc"]

_FIELDS = (*(f"attributes.{flag}" for flag in FLAGS), "attributes.pose")


def write_voc(items: Iterable[Annotated], out: Path, *, origin: int = 0, approximate: bool = False) -> Carried:
    """Write Annotations/, and ImageSets/Main/ where items have a split, into the new folder ``out``.

    ``origin`` : as of `VocFolder`. Coordinates keep their decimals. Outlines are written as ``<polygon>`` of ``<pt>``,
    with their box beside. Gives what did not come along; predictions do not.
    """
    folder, carried = OutputFolder(out), Carried()
    splits: dict[str, list[str]] = {}
    for item in items:
        stem = os.path.splitext(safe_name(item.name))[0]
        said = [each for each in item.annotations if _labelled(item, each, carried)]
        fit = fitting(item, said, ("box", "polygon"), carried, holes=False, parts=False, approximate=approximate)
        objects = [_object(item, each, origin, carried) for each in fit]
        for each in item.predictions:
            carried.lose(item, "a prediction", each)
        folder.write(f"Annotations/{stem}.xml", _annotation(item, objects), item.name)
        if isinstance(split := item.meta.get("split"), str) and split in ("train", "val", "test"):
            splits.setdefault(split, []).append(stem)
        carried.items += 1
        carried.lose_meta(item, ("folder", "depth", *(("split",) if split in splits else ())))
    for split, stems in splits.items():
        folder.write(f"ImageSets/Main/{split}.txt", "".join(f"{each}\n" for each in stems))
    return carried


def _labelled(item: Annotated, found: Annotation, carried: Carried) -> bool:
    if found.label is None:
        carried.lose(item, "an annotation without a class", found)
    return found.label is not None


def _annotation(item: Annotated, objects: list[str]) -> str:
    picture = item.content if isinstance(item.content, Picture) else Picture()
    depth = str(item.meta.get("depth", 3))
    size = [
        element("width", str(picture.width), 2),
        element("height", str(picture.height), 2),
        element("depth", depth, 2),
    ]
    folder = [element("folder", str(item.meta["folder"]), 1)] if item.meta.get("folder") else []
    head = [*folder, element("filename", item.name, 1), element("size", size if picture.known else [], 1)]
    return element("annotation", [*head, *objects])


def _object(item: Annotated, found: Annotation, origin: int, carried: Carried) -> str:
    carried.annotations += 1
    carried.lose_fields(item, found, _FIELDS)
    assert isinstance(found.value, Box | Polygon)
    parts = [
        element("name", found.label or "", 2),
        element("pose", str(found.attributes.get("pose", "Unspecified")), 2),
    ]
    parts += [element(flag, "1" if found.attributes.get(flag) else "0", 2) for flag in FLAGS]
    left, top, right, bottom = found.value.bounds
    sides = zip(("xmin", "ymin", "xmax", "ymax"), (left + origin, top + origin, right, bottom), strict=True)
    parts.append(element("bndbox", [element(side, _told(value), 3) for side, value in sides], 2))
    if isinstance(found.value, Polygon):
        points = found.value.parts[0][0]
        told = [
            element("pt", [element("x", _told(x + origin), 4), element("y", _told(y + origin), 4)], 3)
            for x, y in points
        ]
        parts.append(element("polygon", told, 2))
    return element("object", parts, 1)


def _told(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)
