"""Items out as Pascal VOC."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from asknext.annotations import Annotated, Annotation, Box, LabelClass, Mask, Picture, Polygon
from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.class_numbers import ClassNumbers
from asknext.formats.exchange.fitting import fitting
from asknext.formats.exchange.output import OutputFolder
from asknext.formats.exchange.safe_name import safe_name
from asknext.formats.exchange.voc_folder import FLAGS
from asknext.formats.exchange.voc_masks import (
    CLASS_FOLDER,
    MOST_OBJECTS,
    OBJECT_FOLDER,
    colour,
    drawn,
    indexed_png,
)
from asknext.formats.exchange.xml_tree import element

__all__ = ["write_voc"]

_FIELDS = (*(f"attributes.{flag}" for flag in FLAGS), "attributes.pose")


def write_voc(
    items: Iterable[Annotated],
    classes: Sequence[LabelClass],
    out: Path,
    *,
    origin: int = 0,
    approximate: bool = False,
) -> Carried:
    """Write Annotations/, and ImageSets/Main/ where items have a split, into the new folder ``out``.

    ``origin`` : as of `VocFolder`. Coordinates keep their decimals. Outlines are written as ``<polygon>`` of ``<pt>``,
    with their box beside. Of images with a mask there are SegmentationObject/ (the number of the object in the XML) and
    SegmentationClass/ (that of the class in labelmap.txt), outlines drawn, too. Gives what did not come along;
    predictions do not.
    """
    written = _Written(OutputFolder(out), ClassNumbers(classes, first=1), origin, approximate)
    for item in items:
        written.item(item)
    written.lists()
    return written.carried


@dataclass
class _Written:
    folder: OutputFolder
    classes: ClassNumbers
    origin: int
    approximate: bool
    carried: Carried = field(default_factory=Carried)
    splits: dict[str, list[str]] = field(default_factory=dict)
    segmented: list[str] = field(default_factory=list)

    def item(self, item: Annotated) -> None:
        stem = os.path.splitext(safe_name(item.name))[0]
        said = [each for each in item.annotations if _labelled(item, each, self.carried)]
        fit = list(self._fitting(item, said))
        objects = [_object(item, each, self.origin, self.carried) for each in fit]
        for each in item.predictions:
            self.carried.lose(item, "a prediction", each)
        is_drawn = any(isinstance(each.value, Mask) for each in fit)
        self.folder.write(f"Annotations/{stem}.xml", _annotation(item, objects, is_drawn), item.name)
        if is_drawn:
            self._draw(item, fit, stem)
        if isinstance(split := item.meta.get("split"), str) and split in ("train", "val", "test"):
            self.splits.setdefault(split, []).append(stem)
        self.carried.items += 1
        self.carried.lose_meta(item, ("folder", "depth", *(("split",) if split in self.splits else ())))

    def _fitting(self, item: Annotated, said: list[Annotation]) -> Iterator[Annotation]:
        """Masks as they are, as long as there are numbers for them."""
        highest = max((self.classes.number(each.label or "") for each in said), default=0)
        room = max(highest, len(said)) <= MOST_OBJECTS
        for each in said:
            kinds = ("box", "polygon", "mask") if room and _is_of_image(item, each) else ("box", "polygon")
            yield from fitting(
                item, [each], kinds, self.carried, holes=False, parts=False, approximate=self.approximate
            )

    def _draw(self, item: Annotated, objects: list[Annotation], stem: str) -> None:
        assert isinstance(item.content, Picture)
        numbers = drawn(objects, item.content)
        for at, each in enumerate(objects, 1):
            if isinstance(each.value, Mask) and int((numbers == at).sum()) != each.value.area:
                self.carried.change(item, "a mask without its pixels that lie under another one", each)
        of_class = np.array([0, *(self.classes.number(each.label or "") for each in objects)], np.uint8)
        self.folder.write_bytes(f"{OBJECT_FOLDER}/{stem}.png", indexed_png(numbers), item.name)
        self.folder.write_bytes(f"{CLASS_FOLDER}/{stem}.png", indexed_png(of_class[numbers]), item.name)
        self.segmented.append(stem)

    def lists(self) -> None:
        for split, stems in self.splits.items():
            self.folder.write(f"ImageSets/Main/{split}.txt", _lines(stems))
        if self.segmented:
            names = [(0, "background"), *((number, each.name) for number, each in self.classes.items())]
            told = [f"{name}:{','.join(map(str, colour(number)))}::" for number, name in names]
            self.folder.write("labelmap.txt", _lines(["# label:color_rgb:parts:actions", *told]))
            self.folder.write("ImageSets/Segmentation/default.txt", _lines(self.segmented))


def _is_of_image(item: Annotated, found: Annotation) -> bool:
    """Whether it is a mask of the image's size with a pixel."""
    value, picture = found.value, item.content
    if not isinstance(value, Mask) or not isinstance(picture, Picture):
        return False
    return bool(value.area) and (value.height, value.width) == (picture.height, picture.width)


def _lines(found: Iterable[str]) -> str:
    return "".join(f"{each}\n" for each in found)


def _labelled(item: Annotated, found: Annotation, carried: Carried) -> bool:
    if found.label is None:
        carried.lose(item, "an annotation without a class", found)
    return found.label is not None


def _annotation(item: Annotated, objects: list[str], is_drawn: bool) -> str:
    picture = item.content if isinstance(item.content, Picture) else Picture()
    depth = str(item.meta.get("depth", 3))
    size = [
        element("width", str(picture.width), 2),
        element("height", str(picture.height), 2),
        element("depth", depth, 2),
    ]
    folder = [element("folder", str(item.meta["folder"]), 1)] if item.meta.get("folder") else []
    head = [*folder, element("filename", item.name, 1), element("size", size if picture.known else [], 1)]
    segmented = [element("segmented", "1", 1)] if is_drawn else []
    return element("annotation", [*head, *segmented, *objects])


def _object(item: Annotated, found: Annotation, origin: int, carried: Carried) -> str:
    carried.annotations += 1
    carried.lose_fields(item, found, _FIELDS)
    assert isinstance(found.value, Box | Mask | Polygon)
    parts = [
        element("name", found.label or "", 2),
        element("pose", str(found.attributes.get("pose", "Unspecified")), 2),
    ]
    parts += [element(flag, "1" if found.attributes.get(flag) else "0", 2) for flag in FLAGS]
    left, top, right, bottom = found.value.bounds
    sides = zip(("xmin", "ymin", "xmax", "ymax"), (left + origin, top + origin, right, bottom), strict=True)
    parts.append(element("bndbox", [element(side, _told(value), 3) for side, value in sides], 2))
    if isinstance(found.value, Mask):
        parts.append(element("shape", "mask", 2))
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
