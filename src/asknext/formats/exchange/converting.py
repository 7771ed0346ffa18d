"""From one format to another, with an account of everything that did not come along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from asknext.annotations import Annotated
from asknext.errors import DataError
from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.checking import Checks, checked
from asknext.formats.exchange.coco_file import CocoFile
from asknext.formats.exchange.coco_writing import write_coco
from asknext.formats.exchange.formats_by_name import Options, guessed, open_labels, write_labels
from asknext.formats.exchange.source import AnnotatedSource
from asknext.formats.rows import Reject

__all__ = ["Conversion", "convert"]

_MOST = 1_000


@dataclass
class Conversion:
    """What `convert` did.

    read, written : names of the formats. carried : what the writer wrote, lost and changed. refused : how many objects
    and items could not be read, ``rejects`` the first thousand of them. notes : sentences about how was read.
    """

    read: str
    written: str
    carried: Carried = field(default_factory=Carried)
    refused: int = 0
    rejects: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def sound(self, source: Iterator[Annotated | Reject], *, strict: bool) -> Iterator[Annotated]:
        """The items of ``source``; what was refused is counted, or with ``strict`` raised."""
        for each in source:
            if isinstance(each, Annotated):
                yield each
                continue
            if strict:
                raise DataError(each.reason, source=each.source, line=each.line)
            self.refused += 1
            if len(self.rejects) < _MOST:
                self.rejects.append(each)


def convert(
    path: Path,
    to: str,
    out: Path,
    *,
    read_as: str | None = None,
    options: Options | None = None,
    checks: Checks | None = None,
    strict: bool = False,
) -> Conversion:
    """Read the labels in ``path`` and write them to ``out`` in the format ``to``.

    ``read_as`` : the format, by default what it looks like. ``strict`` : stop at the first thing that cannot be read,
    and write nothing. Without `Options.task` YOLO's task and the type of a prediction folder follow the shapes there
    are. Raises `DataError` also where nothing at all could be read.
    """
    chosen, checks = options or Options(), checks or Checks()
    name = read_as or guessed(path)
    source = open_labels(path, name, chosen if name in ("predictions", "voc", "yolo") else replace(chosen, task=None))
    done = Conversion(name, to)
    if to in _TASKS and (chosen.task is None or name == "predictions"):
        chosen = replace(chosen, task=_TASKS[to](_kinds(source)))
    items = done.sound(checked(source, checks, source.name), strict=strict)
    if to == "coco" and isinstance(source, CocoFile):
        done.carried = write_coco(items, source.classes, out, approximate=chosen.approximate, info=source.info)
    else:
        done.carried = write_labels(items, source.classes, out, to, chosen)
    done.notes = list(source.notes)
    if not done.carried.items and done.rejects:
        first = done.rejects[0]
        raise DataError(
            f"nothing could be read; the first reason: {first.reason}", source=first.source, line=first.line
        )
    return done


def _kinds(source: AnnotatedSource) -> Counter[str]:
    return Counter(each.value.kind for item in source if isinstance(item, Annotated) for each in item.said)


def _yolo_task(kinds: Counter[str]) -> str:
    for kind, task in (("keypoints", "pose"), ("polygon", "segment"), ("mask", "segment"), ("oriented_box", "obb")):
        if kinds[kind]:
            return task
    return "detect"


def _task_type(kinds: Counter[str]) -> str:
    for kind, task in (
        ("keypoints", "keypoint-detection"),
        ("mask", "instance-segmentation"),
        ("polygon", "instance-segmentation"),
    ):
        if kinds[kind]:
            return task
    return "classification" if kinds["class"] and not kinds["box"] else "object-detection"


_TASKS = {"yolo": _yolo_task, "predictions": _task_type}
