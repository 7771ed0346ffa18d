"""Prediction folders: tasks.json, a schema.json for each task, and a JSON file for each image."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from asknext.annotations import (
    Annotated,
    Annotation,
    Box,
    Frame,
    ItemClass,
    Keypoints,
    LabelClass,
    Mask,
    Picture,
    Value,
)
from asknext.annotations.json_fields import listed
from asknext.annotations.keypoints import HIDDEN, MISSING, VISIBLE
from asknext.annotations.numbers import number, whole
from asknext.errors import DataError
from asknext.formats.exchange.class_numbers import by_number
from asknext.formats.exchange.image_sizes import ImageSizes
from asknext.formats.exchange.json_files import json_files
from asknext.formats.exchange.safe_name import file_below, safe_name
from asknext.formats.exchange.source import Refused, attempt, named
from asknext.formats.exchange.strict_json import read_json
from asknext.formats.rows import Reject

__all__ = ["TASK_TYPES", "PredictionFolder", "frame_name", "frame_of", "tasks_of"]

TASK_TYPES = (
    "classification", "object-detection", "semantic-segmentation", "instance-segmentation", "keypoint-detection"
)  # fmt: skip
_FRAME = re.compile(r"(?P<video>.+)-(?P<index>\d+)-(?P<ending>avi|m4v|mkv|mov|mp4|mpeg|mpg|webm)\Z")


def tasks_of(path: Path) -> list[str]:
    """The tasks that tasks.json lists; others are not looked at. Raises `DataError`."""
    found = read_json(path / "tasks.json") if (path / "tasks.json").is_file() else None
    if found is None:
        raise DataError("has no tasks.json, a list of the folders that hold predictions", source=str(path))
    try:
        return [safe_name(each) for each in listed(found, "tasks.json")]
    except DataError as error:
        raise DataError(error.reason, source=str(path / "tasks.json")) from None


def frame_name(frame: Frame) -> str:
    """The name of a frame of a video: ``clip-099-mp4`` for the frame 99 of ``clip.mp4``, which has 290."""
    stem, _, ending = frame.video.rpartition(".")
    digits = len(str(frame.count or frame.index))
    return f"{stem or frame.video}-{frame.index:0{digits}d}-{ending}"


def frame_of(stem: str) -> Frame | None:
    """The frame that a file name without its ending stands for; None where it is no such name."""
    found = _FRAME.match(stem)
    return None if found is None else Frame(f"{found['video']}.{found['ending']}", int(found["index"]))


class PredictionFolder:
    """The predictions of one task, one file at a time.

    Parameters
    ----------
    path : the folder with tasks.json. task : one of its tasks; may be left out where there is one. images : where the
    images lie; a segmentation needs their sizes.

    Each prediction has a class, and a score or probabilities or both. Raises `DataError` where this is no such folder.
    """

    def __init__(self, path: Path, task: str | None = None, *, images: Path | None = None) -> None:
        tasks = tasks_of(path)
        if task is None and len(tasks) != 1:
            raise DataError(f"has the tasks {', '.join(tasks)}; say which", source=str(path))
        if task is not None and task not in tasks:
            raise DataError(f"has no task {task!r} in tasks.json, only {', '.join(tasks)}", source=str(path))
        self.task = task or tasks[0]
        self.name, self.notes, self._root = str(path / self.task), list[str](), path / self.task
        self.task_type, self.classes = _schema(self._root / "schema.json")
        self._numbers = by_number(self.classes)
        self._sizes = None if images is None else ImageSizes(images)

    def __iter__(self) -> Iterator[Annotated | Reject]:
        for path in json_files(self._root):
            relative = path.relative_to(self._root).as_posix()
            if relative == "schema.json":
                continue
            refused = Refused(str(path))
            item = attempt(refused, "", relative, self._item, relative, refused)
            if item is not None:
                yield item
            yield from refused

    def _item(self, relative: str, refused: Refused) -> Annotated:
        try:
            found = read_json(file_below(self._root, relative))
        except DataError as error:
            raise DataError(error.reason) from None
        if not isinstance(found, dict):
            raise DataError("is no object with file_name and predictions")
        name = safe_name(found.get("file_name"))
        picture = self._picture(name, relative)
        made = [
            attempt(refused, f"{name}, prediction {at}", each, self._annotation, each, picture)
            for at, each in enumerate(listed(found.get("predictions"), "predictions"), 1)
        ]
        return Annotated(name, picture, predictions=tuple(each for each in made if each is not None))

    def _picture(self, name: str, relative: str) -> Picture:
        frame = frame_of(relative.removesuffix(".json"))
        if self._sizes is None:
            return Picture(frame=frame)
        return Picture(*self._sizes.of(name).upright, frame)

    def _annotation(self, found: Any, picture: Picture) -> Annotation:
        if not isinstance(found, dict):
            raise DataError("is no object")
        category = whole(found.get("category_id"), "category_id", -(10**9), 10**9)
        if category not in self._numbers:
            raise DataError(f"the category {category} is not among those of schema.json")
        given = found.get("probabilities")
        probabilities = (
            None
            if given is None
            else [number(p, "a probability", 0, 1) for p in listed(given, "probabilities", len(self.classes))]
        )
        if probabilities is not None and abs(sum(probabilities) - 1) > 1e-3:
            raise DataError(f"the probabilities sum to {sum(probabilities):.4g}, expected 1")
        score = found.get("score")
        if score is None and probabilities is not None:
            score = max(probabilities)
        if score is None and self.task_type != "classification":
            raise DataError("has no score")
        value = self._value(found, picture)
        return Annotation(
            value, self._numbers[category].name, score, None if probabilities is None else tuple(probabilities)
        )

    def _value(self, found: dict[str, Any], picture: Picture) -> Value:
        if self.task_type == "classification":
            return ItemClass()
        if self.task_type == "object-detection":
            return Box(*listed(found.get("bbox"), "bbox", 4))
        if self.task_type == "keypoint-detection":
            return _keypoints(found)
        return _mask(found, picture)


def _mask(found: dict[str, Any], picture: Picture) -> Mask:
    """Runs go row by row here, and column by column in COCO."""
    if not picture.known:
        raise DataError("a segmentation needs the size of its image; say where the images lie")
    runs = listed(found.get("segmentation"), "segmentation")
    sideways = Mask.of_runs(picture.width, picture.height, runs)
    return Mask.of_pixels(np.ascontiguousarray(sideways.pixels().T))


def _keypoints(found: dict[str, Any]) -> Keypoints:
    values = listed(found.get("keypoints"), "keypoints")
    if len(values) % 3 or not values:
        raise DataError(f"keypoints has {len(values)} numbers, expected x, y and confidence of each point")
    points = zip(values[0::3], values[1::3], values[2::3], strict=True)
    box = Box(*listed(found["bbox"], "bbox", 4)) if found.get("bbox") else None
    return Keypoints(tuple((x, y, _seen(number(sure, "a confidence", 0, 2))) for x, y, sure in points), box)


def _seen(sure: float) -> int:
    if sure in (MISSING, HIDDEN, VISIBLE):
        return int(sure) if sure != HIDDEN else VISIBLE
    return VISIBLE if sure >= 0.5 else HIDDEN


def _schema(path: Path) -> tuple[str, tuple[LabelClass, ...]]:
    if not path.is_file():
        raise DataError("there is no schema.json, which names task_type and categories", source=str(path.parent))
    found = read_json(path)
    kind = found.get("task_type") if isinstance(found, dict) else None
    if kind not in TASK_TYPES:
        raise DataError(f"task_type is {str(kind)[:40]!r}; known are {', '.join(TASK_TYPES)}", source=str(path))
    try:
        return str(kind), _categories(listed(found.get("categories"), "categories"))
    except DataError as error:
        raise DataError(error.reason, source=str(path)) from None


def _categories(found: Sequence[Any]) -> tuple[LabelClass, ...]:
    classes = []
    for each in found:
        if not isinstance(each, dict):
            raise DataError("a category is no object with id and name")
        points = tuple(map(named, listed(each.get("keypoint_names") or each.get("keypoints") or [], "keypoints")))
        bones = tuple(map(_bone, listed(each.get("keypoint_skeleton") or [], "keypoint_skeleton")))
        classes.append(
            LabelClass(named(each.get("name")), whole(each.get("id"), "the id of a category"), None, points, bones)
        )
    if len({each.number for each in classes}) < len(classes) or len({each.name for each in classes}) < len(classes):
        raise DataError("two categories share an id or a name")
    return tuple(classes)


def _bone(found: Any) -> tuple[int, int]:
    first, second = listed(found, "a pair of keypoints", 2)
    return whole(first, "keypoint_skeleton"), whole(second, "keypoint_skeleton")
