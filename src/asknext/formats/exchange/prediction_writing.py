"""Predictions out as a folder that selection tools read: tasks.json, schema.json, a JSON file for each image."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from asknext.annotations import Annotated, Annotation, Box, Keypoints, LabelClass, Mask, Picture
from asknext.errors import InputError
from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.class_numbers import ClassNumbers
from asknext.formats.exchange.fitting import fitting
from asknext.formats.exchange.output import OutputFolder
from asknext.formats.exchange.prediction_folder import TASK_TYPES, frame_name
from asknext.formats.exchange.safe_name import safe_name

__all__ = ["write_predictions"]

_KIND = {
    "classification": "class", "object-detection": "box", "semantic-segmentation": "mask",
    "instance-segmentation": "mask", "keypoint-detection": "keypoints",
}  # fmt: skip


def write_predictions(
    items: Iterable[Annotated],
    classes: Sequence[LabelClass],
    out: Path,
    *,
    task: str = "predictions",
    task_type: str = "object-detection",
    approximate: bool = False,
) -> Carried:
    """Write the predictions of one task into the new folder ``out``; annotations of people are not written.

    A frame of a video is named ``clip-099-mp4.json``. Gives what did not come along.
    """
    if task_type not in TASK_TYPES:
        raise InputError(f"There is no type of task {task_type!r}; known are {', '.join(TASK_TYPES)}.")
    folder, carried, numbers = OutputFolder(out), Carried(), ClassNumbers(classes, keep=True)
    name = safe_name(task)
    for item in items:
        for each in item.annotations:
            carried.lose(item, "an annotation of a person", each)
        fit = fitting(item, item.predictions, (_KIND[task_type],), carried, approximate=approximate)
        kept = [each for each in fit if _fits(item, each, task_type, carried)]
        told = [_told(_matched(item, each, classes, carried), numbers) for each in kept]
        frame = item.content.frame if isinstance(item.content, Picture) else None
        stem = os.path.splitext(safe_name(item.name))[0] if frame is None else frame_name(frame)
        image = item.name if frame is None else f"{stem}.png"
        folder.write_json(f"{name}/{stem}.json", {"file_name": image, "predictions": told}, image)
        if image != item.name:
            carried.change(item, "the name of a frame")
        carried.items += 1
        carried.lose_meta(item)
    categories = [_category(number, each) for number, each in numbers.items()]
    folder.write_json(f"{name}/schema.json", {"task_type": task_type, "categories": categories}, "the schema")
    folder.write_json("tasks.json", [name])
    return carried


def _fits(item: Annotated, found: Annotation, task_type: str, carried: Carried) -> bool:
    if found.label is None:
        carried.lose(item, "a prediction without a class", found)
        return False
    if found.score is None and task_type != "classification":
        carried.lose(item, "a prediction without a score", found)
        return False
    if isinstance(found.value, Keypoints) and any(seen == 1 for _, _, seen in found.value.points):
        carried.lose(item, "that a keypoint is hidden", found)
    carried.annotations += 1
    carried.lose_fields(item, found, ("score", "probabilities"))
    return True


def _matched(item: Annotated, found: Annotation, classes: Sequence[LabelClass], carried: Carried) -> Annotation:
    """Probabilities stand in the order of the categories, so there must be one for each."""
    if found.probabilities is None or len(found.probabilities) == len(classes):
        return found
    carried.lose(item, "the probabilities, which are not one for each class", found)
    return replace(found, probabilities=None)


def _told(found: Annotation, numbers: ClassNumbers) -> dict[str, Any]:
    told: dict[str, Any] = {"category_id": numbers.number(found.label or "")}
    match found.value:
        case Box() as box:
            told["bbox"] = [box.x, box.y, box.width, box.height]
        case Mask() as mask:
            told["segmentation"] = Mask.of_pixels(np.ascontiguousarray(mask.pixels().T)).runs.tolist()
        case Keypoints() as pose:
            told["keypoints"] = [each for x, y, seen in pose.points for each in (x, y, 1.0 if seen else 0.0)]
            told |= {} if pose.box is None else {"bbox": [pose.box.x, pose.box.y, pose.box.width, pose.box.height]}
    told |= {} if found.score is None else {"score": found.score}
    return told | ({} if found.probabilities is None else {"probabilities": list(found.probabilities)})


def _category(number: int, found: LabelClass) -> dict[str, Any]:
    told: dict[str, Any] = {"id": number, "name": found.name}
    if found.keypoints:
        told |= {"keypoint_names": list(found.keypoints), "keypoint_skeleton": [list(each) for each in found.skeleton]}
    return told
