"""Items out as COCO, and predictions as a COCO results file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from asknext.annotations import Annotated, Annotation, Keypoints, LabelClass, Picture
from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.class_numbers import ClassNumbers
from asknext.formats.exchange.coco_objects import object_of
from asknext.formats.exchange.fitting import fitting
from asknext.formats.exchange.output import write_whole

__all__ = ["write_coco", "write_coco_results"]

_KINDS = ("box", "polygon", "mask", "keypoints")
_FIELDS = ("score", "probabilities", "attributes", "group")


def write_coco(
    items: Iterable[Annotated],
    classes: Sequence[LabelClass],
    path: Path,
    *,
    approximate: bool = False,
    info: Mapping[str, Any] | None = None,
) -> Carried:
    """Write images with their objects as one COCO file; predictions are objects with a score. ``info`` is said beside.

    Numbers of images, objects and categories stay as they were where they had some and none stands twice. Holes become
    run lengths. Gives what did not come along.
    """
    written = _Written(ClassNumbers(classes, keep=True, first=1), approximate)
    write_whole(path, written.blocks(items, info or {}))
    return written.carried


def write_coco_results(
    items: Iterable[Annotated], classes: Sequence[LabelClass], path: Path, *, approximate: bool = False
) -> Carried:
    """Write predictions as a COCO results file; image numbers are those `write_coco` gives the same items."""
    written = _Written(ClassNumbers(classes, keep=True, first=1), approximate)
    write_whole(path, written.results(items))
    return written.carried


@dataclass
class _Written:
    """What is known on the way through the items."""

    classes: ClassNumbers
    approximate: bool
    carried: Carried = field(default_factory=Carried)
    images: list[str] = field(default_factory=list)
    image_ids: set[object] = field(default_factory=set)
    object_ids: set[int] = field(default_factory=set)
    next_object: int = 1
    next_image: int = 1

    def blocks(self, items: Iterable[Annotated], info: Mapping[str, Any]) -> Iterator[str]:
        yield "{" + "".join(f"{_json(name)}: {_json(value)},\n" for name, value in info.items())
        yield '"annotations": ['
        first = True
        for item in items:
            told = [_json(each) for each in self._objects(item, item.said)]
            if told:
                yield ("\n" if first else ",\n") + ",\n".join(told)
                first = False
        yield '\n],\n"images": [\n' + ",\n".join(self.images) + "\n],\n"
        categories = [_json(_category(number, each)) for number, each in self.classes.items()]
        yield '"categories": [\n' + ",\n".join(categories) + "\n]}\n"

    def results(self, items: Iterable[Annotated]) -> Iterator[str]:
        yield "["
        first = True
        for item in items:
            for told in self._objects(item, item.predictions):
                kept = {name: each for name, each in told.items() if name not in ("id", "iscrowd", "num_keypoints")}
                yield ("\n" if first else ",\n") + _json(kept)
                first = False
        yield "\n]\n"

    def _objects(self, item: Annotated, said: Iterable[Annotation]) -> Iterator[dict[str, Any]]:
        image = self._image(item)
        kept = []
        for each in fitting(item, tuple(said), _KINDS, self.carried, holes=False, approximate=self.approximate):
            if each.label is None:
                self.carried.lose(item, "an annotation without a class", each)
                continue
            self.carried.lose_fields(item, each, _FIELDS)
            kept.append(each)
        for each, joints in self._joined(item, kept):
            number = self._number(item, each)
            yield {
                "id": number,
                "image_id": image,
                "category_id": self.classes.number(each.label or ""),
                **object_of(each, joints, each.group if _is_frame(item) else None),
            }

    def _joined(self, item: Annotated, kept: list[Annotation]) -> Iterator[tuple[Annotation, Keypoints | None]]:
        """Outlines with the keypoints of their group."""
        joints = {each.group: each for each in kept if each.group and isinstance(each.value, Keypoints)}
        outlines = {each.group for each in kept if each.group and each.value.kind in ("polygon", "mask")}
        for each in kept:
            self.carried.annotations += 1
            group = each.group
            if group is None or group not in outlines or group not in joints:
                if group is not None and not _is_frame(item):
                    self.carried.lose(item, "the group of an annotation", each)
                yield each, None
            elif each is not joints[group]:
                value = joints[group].value
                assert isinstance(value, Keypoints)
                yield each, value

    def _number(self, item: Annotated, found: Annotation) -> int:
        own = int(found.id) if found.id is not None and found.id.isdecimal() and len(found.id) < 16 else None
        if own is None or own in self.object_ids or str(own) != found.id:
            if found.id is not None:
                self.carried.change(item, "an annotation given another id", found)
            while self.next_object in self.object_ids:
                self.next_object += 1
            own = self.next_object
        self.object_ids.add(own)
        return own

    def _image(self, item: Annotated) -> object:
        number = item.meta.get("id")
        if not isinstance(number, int | str) or number in self.image_ids:
            while self.next_image in self.image_ids:
                self.next_image += 1
            number = self.next_image
        self.image_ids.add(number)
        self.images.append(_json(_image(item, number)))
        self.carried.items += 1
        if not isinstance(item.content, Picture):
            self.carried.lose(item, "an item that is no image")
        return number


def _is_frame(item: Annotated) -> bool:
    """Whether the item is of a video, in which a group is what is followed from frame to frame."""
    return isinstance(item.content, Picture) and item.content.frame is not None


def _image(item: Annotated, number: object) -> dict[str, Any]:
    told: dict[str, Any] = {"id": number, "file_name": item.name}
    if isinstance(item.content, Picture):
        told |= {"width": item.content.width, "height": item.content.height}
        told |= {} if item.content.frame is None else {"frame": asdict(item.content.frame)}
    return told | {name: value for name, value in item.meta.items() if name not in {"id", *told}}


def _category(number: int, found: LabelClass) -> dict[str, Any]:
    told: dict[str, Any] = {"id": number, "name": found.name, "supercategory": found.parent or ""}
    if found.keypoints:
        bones = [[first + 1, second + 1] for first, second in found.skeleton]
        told |= {"keypoints": list(found.keypoints), "skeleton": bones}
    return told


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
