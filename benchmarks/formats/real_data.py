"""Real data sets as items, and each through every format that can say it, and back."""

from __future__ import annotations

import csv
import json
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from benchmarks.shared_data import shared_file

from asknext.annotations import (
    Annotated,
    Annotation,
    AudioRegion,
    Box,
    Frame,
    LabelClass,
    Picture,
    Sound,
    Text,
)
from asknext.formats.exchange import Checks, Options, checked, open_labels, write_labels
from asknext.formats.exchange.carried import Carried
from asknext.formats.rows import Reject

__all__ = ["DATA", "Loaded", "Trip", "load", "trips"]

DATA = (
    "bccd_detection (VOC)", "bccd_detection (COCO)", "nuclei_instances", "coco_polygons_ccby", "polygons_labelme_voc",
    "wnut17_ner train", "wnut17_ner dev", "wnut17_ner test", "fsdd_audio", "video_clips",
)  # fmt: skip
_PICTURES = ("coco", "yolo", "voc", "labelme", "label-studio", "huggingface", "predictions", "table", "asknext")
_TEXTS = ("conll", "prodigy", "doccano", "spacy", "label-studio", "huggingface", "table", "asknext")
_SOUNDS = ("label-studio", "table", "asknext")
_NAMES = {"coco": "x.json", "label-studio": "x.json", "conll": "x.conll", "table": "x.csv"}
_FOLDERS = ("yolo", "voc", "labelme", "predictions")
_CLIPS = (
    ("bikes.mp4", 640, 272, 250, 25.0), ("carphone_pristine.mp4", 176, 144, 120, 29.97),
    ("cat.mp4", 640, 352, 28, 29.97), ("cvat_test.mp4", 240, 180, 30, 15.0),
)  # fmt: skip


class Loaded(NamedTuple):
    """A data set: its items and classes, what could not be read of it, and where its images lie."""

    items: list[Annotated]
    classes: Sequence[LabelClass]
    rejects: list[Reject]
    images: Path | None
    formats: tuple[str, ...]


class Trip(NamedTuple):
    """What came of one format: how many annotations there were, were written, and came back the same."""

    format: str
    annotations: int
    carried: Carried
    same: int


def load(name: str, folder: Path) -> Loaded:
    """A data set by its name in `DATA`; archives are unpacked into ``folder``. Raises `Absent`."""
    kind = name.partition(" ")[0]
    if kind == "fsdd_audio":
        return _sounds()
    if kind == "video_clips":
        return _frames()
    path, images = _place(name, folder)
    source = open_labels(path)
    found = list(checked(source, Checks(images), source.name))
    items = [each for each in found if isinstance(each, Annotated)]
    rejects = [each for each in found if isinstance(each, Reject)]
    return Loaded(items, source.classes, rejects, images, _TEXTS if kind == "wnut17_ner" else _PICTURES)


def trips(loaded: Loaded) -> Iterator[Trip]:
    """The items through each format and back."""
    for format in loaded.formats:
        items = loaded.items
        if format == "predictions":
            items = [_predicted(each) for each in items]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / ("x" if format in _FOLDERS else _NAMES.get(format, "x.jsonl"))
            options = Options(images=loaded.images, task=_task(format, items))
            carried = write_labels(items, loaded.classes, path, format, options)
            read_as = {"prodigy": "spans", "doccano": "spans", "spacy": "spans"}.get(format, format)
            options = replace(options, task=None) if format == "predictions" else options
            back = [each for each in open_labels(path, read_as, options) if isinstance(each, Annotated)]
        yield Trip(
            format, sum(len(each.said) for each in items), carried, _same(items, back, rounded=format == "label-studio")
        )


def _same(items: Sequence[Annotated], back: Sequence[Annotated], *, rounded: bool) -> int:
    """How many annotations came back with the same value, class and score."""
    before, after = (Counter(_said(each, rounded=rounded)) for each in (items, back))
    return sum((before & after).values())


def _said(items: Sequence[Annotated], *, rounded: bool) -> Iterator[str]:
    """Sentences are known by their place, others by their names; hundredths of an image are no exact pixels."""
    for at, item in enumerate(items):
        key = str(at) if isinstance(item.content, Text) else item.name
        for each in item.said:
            value = json.loads(json.dumps(each.value.to_json()), parse_float=_rounded if rounded else float)
            yield repr((key, value, each.label, each.score))


def _rounded(text: str) -> float:
    return round(float(text), 9)


def _task(format: str, items: Sequence[Annotated]) -> str | None:
    kinds = {each.value.kind for item in items for each in item.said}
    if format == "yolo":
        return "segment" if "polygon" in kinds else "detect"
    if format == "predictions":
        return "instance-segmentation" if "polygon" in kinds else "object-detection"
    return None


def _predicted(item: Annotated) -> Annotated:
    """As if a model had said it, with a score."""
    said = tuple(replace(each, score=0.5, id=None, attributes={}, group=None) for each in item.said)
    return replace(item, annotations=(), predictions=said)


def _place(name: str, folder: Path) -> tuple[Path, Path | None]:
    kind, _, part = name.partition(" ")
    if kind == "bccd_detection":
        with zipfile.ZipFile(shared_file(f"{kind}/images_voc.zip")) as archive:
            archive.extractall(folder)
        found = folder / "annotations_voc" if part == "(VOC)" else shared_file(f"{kind}/annotations_coco.json")
        return found, folder / "images"
    if kind == "wnut17_ner":
        file = {"train": "wnut17train.conll", "dev": "emerging.dev.conll", "test": "emerging.test.annotated"}[part]
        return shared_file(f"{kind}/{file}"), None
    file = {"nuclei_instances": "/annotations_coco.json", "coco_polygons_ccby": "/instances.json"}.get(kind, "")
    return shared_file(kind + file), shared_file(kind)


def _sounds() -> Loaded:
    """Each clip as one region of its digit, from its beginning to its end."""
    with shared_file("fsdd_audio/labels.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    items = [
        Annotated(
            row["file"],
            Sound(float(row["seconds"])),
            (Annotation(AudioRegion(0, float(row["seconds"])), row["digit"], id="r1"),),
        )
        for row in rows
    ]
    return Loaded(items, (), [], None, _SOUNDS)


def _frames() -> Loaded:
    """Every tenth frame of the clips, with one box that wanders over it."""
    shared_file("video_clips")
    items = []
    for video, width, height, count, rate in _CLIPS:
        for index in range(0, count, 10):
            name = f"{video.removesuffix('.mp4')}-{index:0{len(str(count))}d}-mp4.png"
            box = Box(index / 4, index / 8, width / 4, height / 4)
            picture = Picture(width, height, Frame(video, index, count, index / rate))
            items.append(Annotated(name, picture, (Annotation(box, "thing", id=str(len(items) + 1)),)))
    return Loaded(items, (), [], None, tuple(each for each in _PICTURES if each != "yolo"))
