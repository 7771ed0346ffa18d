"""Items out in the way of YOLO: labels/, data.yaml and lists of images."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from asknext.annotations import Annotated, Annotation, Keypoints, LabelClass, Picture
from asknext.errors import InputError
from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.class_numbers import ClassNumbers
from asknext.formats.exchange.fitting import fitting
from asknext.formats.exchange.output import OutputFolder
from asknext.formats.exchange.safe_name import file_below, safe_name
from asknext.formats.exchange.yolo_lines import TASKS, line_of

__all__ = ["write_yolo"]

_KIND = {"detect": "box", "segment": "polygon", "pose": "keypoints", "obb": "oriented_box"}
_SPLITS = {"train": "train", "val": "val", "valid": "val", "validation": "val", "test": "test"}


def write_yolo(
    items: Iterable[Annotated],
    classes: Sequence[LabelClass],
    out: Path,
    *,
    task: str = "detect",
    approximate: bool = False,
    images: Path | None = None,
) -> Carried:
    """Write labels/, data.yaml, and for each split a list of its images, into the new folder ``out``.

    ``task`` : detect, segment, pose or obb. Classes are numbered 0, 1, ... in their order. An item's split is its field
    ``split``; without one everything is for training. The images themselves belong below ``out``/images under the
    names in the lists; those below ``images`` are copied there. Gives what did not come along.
    """
    if task not in TASKS:
        raise InputError(f"There is no task {task!r} of YOLO; known are {', '.join(TASKS)}.")
    return _Written(ClassNumbers(classes), OutputFolder(out), task, approximate, images).all(items)


class _Written:
    def __init__(
        self, classes: ClassNumbers, folder: OutputFolder, task: str, approximate: bool, images: Path | None
    ) -> None:
        self._classes, self._folder, self._task, self._approximate = classes, folder, task, approximate
        self._images = images
        self._carried, self._points, self._split = Carried(), 0, False
        self._lists: dict[str, list[str]] = {}

    def all(self, items: Iterable[Annotated]) -> Carried:
        for item in items:
            if isinstance(item.content, Picture) and item.content.known:
                self._item(item, item.content)
            else:
                self._carried.lose(item, "an item whose width and height are not known")
        for split, images in self._lists.items():
            self._folder.write(f"{split}.txt", "".join(f"./{each}\n" for each in images))
        self._folder.write("data.yaml", self._yaml())
        return self._carried

    def _item(self, item: Annotated, picture: Picture) -> None:
        split = _SPLITS.get(str(item.meta.get("split", "")).lower())
        name = safe_name(item.name)
        inner = f"{split}/{name}" if split else name
        self._split |= split is not None
        kinds, task = {_KIND[self._task]}, self._task
        fit = fitting(item, item.said, kinds, self._carried, holes=False, parts=False, approximate=self._approximate)
        lines = [self._line(item, each, picture) for each in fit if self._fits(item, each, task)]
        self._folder.write(f"labels/{os.path.splitext(inner)[0]}.txt", "".join(lines), item.name)
        if self._images is not None:
            self._folder.copy(f"images/{inner}", file_below(self._images, name))
        self._lists.setdefault(split or "train", []).append(f"images/{inner}")
        self._carried.items += 1
        self._carried.lose_meta(item, ("split",) if split else ())

    def _fits(self, item: Annotated, found: Annotation, task: str) -> bool:
        if found.label is None:
            self._carried.lose(item, "an annotation without a class", found)
            return False
        if isinstance(found.value, Keypoints):
            self._points = self._points or len(found.value.points)
            if len(found.value.points) != self._points:
                self._carried.lose(item, f"keypoints that are not {self._points} in number", found)
                return False
            if found.value.box is None:
                left, top, right, bottom = found.value.bounds
                what = "keypoints without a box, given the one around them"
                if not (left < right and top < bottom):
                    self._carried.lose(item, "keypoints without a box", found)
                    return False
                self._carried.change(item, what, found)
        return True

    def _line(self, item: Annotated, found: Annotation, picture: Picture) -> str:
        self._carried.annotations += 1
        self._carried.lose_fields(item, found, ("score",))
        return line_of(found, self._classes.number(found.label or ""), picture.width, picture.height) + "\n"

    def _yaml(self) -> str:
        lists = {split: f"{split}.txt" for split in self._lists} or {"train": "images"}
        if not self._split:
            lists["val"] = lists["train"]  # trainers ask for one
        told = ["path: ."] + [f"{split}: {name}" for split, name in lists.items()]
        if self._task == "pose":
            usual = next((len(each.keypoints) for _, each in self._classes.items() if each.keypoints), 1)
            told.append(f"kpt_shape: [{self._points or usual}, 3]")
        # JSON's texts are YAML's, whatever a name holds
        names = [f"  {number}: {json.dumps(each.name)}" for number, each in self._classes.items()]
        return "\n".join([*told, "names:" if names else "names: {}", *names]) + "\n"
