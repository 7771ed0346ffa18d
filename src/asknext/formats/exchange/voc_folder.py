"""Pascal VOC: an XML file for each image."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from asknext.annotations import Annotated, Annotation, Box, LabelClass, Mask, Picture, Polygon
from asknext.annotations.numbers import number, whole
from asknext.errors import DataError
from asknext.formats.exchange.safe_name import safe_name
from asknext.formats.exchange.source import Refused, attempt, named
from asknext.formats.exchange.voc_masks import ObjectPixels
from asknext.formats.exchange.xml_tree import Element, read_xml
from asknext.formats.rows import Reject

__all__ = ["FLAGS", "VocFolder"]

FLAGS = ("truncated", "difficult", "occluded")


class VocFolder:
    """Boxes and polygons from the XML files below a folder, or from one such file.

    ``origin`` : 0 where corners are pixel coordinates from 0, as most programs write them; 1 for the original data of
    the challenge, which counts pixels from 1 and has the last one inside. Polygons are read as ``<pt>`` and as
    ``<x1>``, ``<y1>``, ``<x2>``, ... An object that says ``<shape>mask</shape>`` is what SegmentationObject/ has of its
    number; with ``masks`` so is each one of an image that has such a picture. Raises `DataError` where there is no XML
    file.
    """

    def __init__(self, path: Path, *, origin: int = 0, masks: bool = False) -> None:
        if origin not in (0, 1):
            raise DataError(f"pixels are counted from 0 or from 1, and not from {origin}")
        self.name, self.notes, self._shift = str(path), list[str](), origin
        self._masks = masks
        self.classes: tuple[LabelClass, ...] = ()
        self._files = [path] if path.is_file() else sorted(_xml_files(path))
        if not self._files:
            raise DataError("has no .xml file, as a folder of Pascal VOC has", source=self.name)
        folder = path if path.is_dir() else path.parent
        self._folder = folder.parent if folder.name == "Annotations" else folder
        self._root, self._splits = path if path.is_dir() else path.parent, _splits(path)

    def __iter__(self) -> Iterator[Annotated | Reject]:
        for path in self._files:
            refused = Refused(str(path))
            item = attempt(refused, "", path.name, self._item, path, refused)
            if item is not None:
                yield item
            yield from refused

    def _item(self, path: Path, refused: Refused) -> Annotated:
        try:
            tree = read_xml(path)
        except DataError as error:
            raise DataError(f"line {error.line}: {error.reason}" if error.line else error.reason) from None
        if tree.tag != "annotation":
            raise DataError(f"the outermost element is <{tree.tag[:40]}>, expected <annotation>")
        name = safe_name(tree.said("filename") or path.stem + ".jpg")
        picture = _picture(tree.first("size"))
        pixels = ObjectPixels(self._folder, self._stem(path), picture)
        found = [
            attempt(refused, f"object {at} ({each.said('name')})", each.said("name"), self._object, each, at, pixels)
            for at, each in enumerate(tree.all("object"), 1)
        ]
        split = self._splits.get(self._stem(path))
        meta = {"folder": tree.said("folder") or None, "split": split, "depth": _depth(tree)}
        return Annotated(
            name,
            picture,
            tuple(each for each in found if each is not None),
            meta={key: value for key, value in meta.items() if value is not None},
        )

    def _stem(self, path: Path) -> str:
        """As the lists of splits call a file."""
        return path.relative_to(self._root).with_suffix("").as_posix().removeprefix("Annotations/")

    def _object(self, found: Element, number: int, pixels: ObjectPixels) -> Annotation:
        polygon = found.first("polygon")
        shape: Box | Polygon | Mask
        if polygon is not None:
            shape = self._polygon(polygon)
        elif found.said("shape") == "mask" or (self._masks and pixels.there):
            shape = pixels.mask(number)
        else:
            shape = self._box(found.first("bndbox"))
        attributes: dict[str, Any] = {flag: True for flag in FLAGS if _truth(found.said(flag), flag)}
        pose = found.said("pose")
        if pose and pose.lower() != "unspecified":
            attributes["pose"] = pose
        return Annotation(shape, named(found.said("name") or ""), attributes=attributes)

    def _box(self, found: Element | None) -> Box:
        if found is None:
            raise DataError("has no bndbox")
        left, top, right, bottom = (_number(found.said(side), side) for side in ("xmin", "ymin", "xmax", "ymax"))
        return Box.of_corners(left - self._shift, top - self._shift, right, bottom)

    def _polygon(self, found: Element) -> Polygon:
        points = [(_number(each.said("x"), "x"), _number(each.said("y"), "y")) for each in found.all("pt")]
        if not points:
            flat = {each.tag: each.text for each in found.parts}
            count = sum(tag.startswith("x") for tag in flat)
            points = [
                (_number(flat.get(f"x{at}"), f"x{at}"), _number(flat.get(f"y{at}"), f"y{at}"))
                for at in range(1, count + 1)
            ]
        return Polygon.of(tuple((x - self._shift, y - self._shift) for x, y in points))


def _xml_files(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        yield from (Path(place, name) for name in files if name.lower().endswith(".xml") and not name.startswith("."))


def _splits(root: Path) -> dict[str, str]:
    """The split of each image by the lists below ImageSets/Main."""
    lists = root / "ImageSets" / "Main"
    found: dict[str, str] = {}
    for split in ("train", "val", "test"):
        path = lists / f"{split}.txt"
        if path.is_file():
            words = (line.split() for line in path.read_text(encoding="utf-8-sig").splitlines())
            found |= {each[0]: split for each in words if each}
    return found


def _picture(size: Element | None) -> Picture:
    if size is None:
        return Picture()
    width, height = (_number(size.said(side) or "0", side) for side in ("width", "height"))
    return Picture(whole(width, "width"), whole(height, "height"))


def _depth(tree: Element) -> int | None:
    """How many channels, where the file says another number than the usual 3."""
    size = tree.first("size")
    said = None if size is None else size.said("depth")
    return int(said) if said and said.isdecimal() and len(said) < 4 and said != "3" else None


def _number(said: str | None, what: str) -> float:
    try:
        return number(float(said or ""), what)
    except ValueError as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"{what} is {str(said)[:40]!r}, expected a number") from None


def _truth(said: str | None, what: str) -> bool:
    if said in (None, "", "0", "false", "False", "Unspecified"):
        return False
    if said in ("1", "true", "True"):
        return True
    raise DataError(f"{what} is {str(said)[:40]!r}, expected 0 or 1")
