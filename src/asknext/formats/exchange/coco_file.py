"""COCO: images, their objects and categories in one JSON file; and its results files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from asknext.annotations import Annotated, Annotation, Frame, LabelClass, Picture
from asknext.annotations.numbers import whole
from asknext.errors import DataError
from asknext.formats.exchange.coco_objects import annotations_of
from asknext.formats.exchange.safe_name import safe_name
from asknext.formats.exchange.source import Refused, attempt, named
from asknext.formats.exchange.strict_json import members, parsed
from asknext.formats.rows import Reject

__all__ = ["CocoFile", "CocoResults"]

_LISTS = {"images", "annotations", "categories"}
_OWN = {"id", "file_name", "width", "height", "frame"}


class CocoFile:
    """A COCO file of boxes, polygons, run lengths and keypoints; objects with a score are predictions.

    Objects are held as the text they have in the file, and read when their image's turn comes. ``info`` is what the
    file says beside images, annotations and categories. Raises `DataError` where the file is not COCO.
    """

    def __init__(self, path: Path) -> None:
        self.name, self.notes, self.info = str(path), list[str](), dict[str, Any]()
        self._images: dict[object, dict[str, Any]] = {}
        self._objects: dict[object, list[str]] = {}
        self._refused = Refused(self.name)
        categories: list[Any] = []
        seen = set()
        for name, value, text in members(path):
            seen.add(name)
            if name == "categories[]":
                categories.append(value)
            elif name == "images[]":
                self._image(value)
            elif name == "annotations[]":
                self._object(value, text)
            elif name.endswith("[]"):
                self.info.setdefault(name[:-2], []).append(value)
            elif name not in _LISTS:
                self.info[name] = value
        if not {name.removesuffix("[]") for name in seen} & _LISTS:
            raise DataError(
                "is no COCO file: expected an object with images, annotations and categories", source=self.name
            )
        self.by_id = _classes(categories, self.name)
        self.classes = tuple(self.by_id.values())

    def __iter__(self) -> Iterator[Annotated | Reject]:
        for id, record in self._images.items():
            yield from self._read(id, record)
        yield from self._refused
        for id, objects in self._objects.items():
            if id not in self._images:
                reason = f"{len(objects):,} annotation(s) of the image {id!r}, which is not among the images"
                yield Reject(self.name, None, None, reason, objects[0][:200])

    def name_of(self, image: object) -> str:
        """The file name of the image with this id; raises `DataError` where there is none."""
        if not isinstance(image, int | str) or image not in self._images:
            raise DataError(f"the image {str(image)[:40]!r} is not among the images")
        return safe_name(self._images[image]["file_name"])

    def _image(self, value: Any) -> None:
        if not isinstance(value, dict) or not isinstance(value.get("id"), int | str):
            self._refused.add("images", "one has no id", value)
        elif value["id"] in self._images:
            self._refused.add("images", f"the id {value['id']!r} stands twice; give each image its own", value)
        else:
            self._images[value["id"]] = value

    def _object(self, value: Any, text: str) -> None:
        image = value.get("image_id") if isinstance(value, dict) else None
        if isinstance(image, int | str):
            self._objects.setdefault(image, []).append(text)
        else:
            self._refused.add("annotations", "one has no image_id", text)

    def _read(self, id: object, record: dict[str, Any]) -> Iterator[Annotated | Reject]:
        refused = Refused(self.name)
        item = attempt(refused, f"image {id}", record, _item, record)
        if item is not None:
            found: list[Annotation] = []
            for text in self._objects.get(id, ()):
                value = parsed(text)
                where = f"{item.name}, annotation {value.get('id', '')}".rstrip()
                made = attempt(refused, where, text, annotations_of, value, self.by_id, item)
                found.extend(made or ())
            yield Annotated(
                item.name,
                item.content,
                tuple(each for each in found if each.score is None),
                tuple(each for each in found if each.score is not None),
                item.meta,
            )
        yield from refused


class CocoResults:
    """A COCO results file (a list of objects with scores) as predictions on the images of a `CocoFile`.

    ``truth`` says the images, sizes and categories; its own annotations stay with the items.
    """

    def __init__(self, path: Path, truth: CocoFile) -> None:
        self.name, self.classes, self.notes = str(path), truth.classes, truth.notes
        self._truth, self._refused = truth, Refused(self.name)
        self._objects: dict[str, list[str]] = {}
        for at, (name, value, text) in enumerate(members(path), 1):
            if name != "[]" or not isinstance(value, dict):
                raise DataError("is no results file: expected a list of objects with image_id", source=self.name)
            image = attempt(self._refused, f"result {at}", text, truth.name_of, value.get("image_id"))
            if image is not None:
                self._objects.setdefault(image, []).append(text)

    def __iter__(self) -> Iterator[Annotated | Reject]:
        for item in self._truth:
            if isinstance(item, Reject):
                yield item
                continue
            refused = Refused(self.name)
            found: list[Annotation] = []
            for at, text in enumerate(self._objects.get(item.name, ()), 1):
                value = {"score": None, **parsed(text)}
                where = f"{item.name}, result {at}"
                made = attempt(refused, where, text, _scored, value, self._truth, item)
                found.extend(made or ())
            yield Annotated(item.name, item.content, item.annotations, tuple(found), item.meta)
            yield from refused
        yield from self._refused


def _scored(value: dict[str, Any], truth: CocoFile, item: Annotated) -> list[Annotation]:
    if value["score"] is None:
        raise DataError("has no score")
    return annotations_of(value, truth.by_id, item)


def _item(record: Mapping[str, Any]) -> Annotated:
    frame = record.get("frame")
    if frame is not None and not isinstance(frame, dict):
        raise DataError("frame is no object")
    found = None if frame is None else Frame(*(frame.get(each) for each in ("video", "index", "count", "seconds")))  # type: ignore[arg-type]
    width, height = (whole(record.get(side) or 0, side, 0, 10_000_000) for side in ("width", "height"))
    meta = {name: value for name, value in record.items() if name not in _OWN}
    return Annotated(
        safe_name(record.get("file_name")), Picture(width, height, found), meta={"id": record["id"], **meta}
    )


def _classes(found: list[Any], source: str) -> dict[Any, LabelClass]:
    classes: dict[Any, LabelClass] = {}
    for each in found:
        try:
            made = _class(each)
        except DataError as error:
            raise DataError(f"categories: {error.reason}", source=source) from None
        if each["id"] in classes or any(made.name == other.name for other in classes.values()):
            raise DataError(f"categories: {made.name!r} or its id stands twice; rename one", source=source)
        classes[each["id"]] = made
    return classes


def _class(found: Any) -> LabelClass:
    if not isinstance(found, dict):
        raise DataError("one is no object")
    number = whole(found.get("id"), f"the id of {str(found.get('name'))[:40]!r}")
    points = found.get("keypoints") or []
    bones = found.get("skeleton") or []
    if not isinstance(points, list) or not isinstance(bones, list):
        raise DataError("keypoints and skeleton must be lists")
    parent = found.get("supercategory")
    return LabelClass(
        named(found.get("name")),
        number,
        parent if isinstance(parent, str) and parent else None,
        tuple(map(named, points)),
        tuple(_bone(each, len(points)) for each in bones),
    )


def _bone(found: Any, points: int) -> tuple[int, int]:
    if not isinstance(found, list) or len(found) != 2:
        raise DataError("a skeleton is a list of pairs of keypoints")
    first, second = (whole(each, "a keypoint of the skeleton", 1, points) - 1 for each in found)
    return first, second
