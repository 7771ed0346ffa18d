"""What was predicted for each item: read from a file or folder, or by the model that was run."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from asknext.annotations import Annotated, Annotation, Box, ItemClass, Picture
from asknext.errors import DataError, UnknownName
from asknext.formats.exchange import Options, detection, open_labels
from asknext.formats.exchange.prediction_folder import frame_of
from asknext.formats.rows import Reject
from asknext.selection.items import Items
from asknext.selection.looking import Looker, PictureModel
from asknext.selection.media_selection import Detector, Predictions

__all__ = ["Predicted", "by_model", "detection_of", "from_file"]

Said = tuple[Annotation, ...]


@dataclass(frozen=True)
class Predicted:
    """For each item what was found in it at or over the ``floor``, of the ``classes`` there are, and ``by`` whom.

    ``notes`` are sentences about what did not fit.
    """

    said: tuple[Said, ...]
    classes: tuple[str, ...]
    by: str
    floor: float
    notes: tuple[str, ...] = ()

    def detections(self) -> list[dict[str, Any] | None]:
        """As strategies take them; an item's class counts as one object."""
        return [detection_of(each) for each in self.said]

    def counts(self, row: int) -> dict[str, int]:
        """How many objects of each class."""
        return dict(Counter(each.label for each in self.said[row] if each.label is not None))


def from_file(given: Predictions, items: Items, images: Path | None) -> Predicted:
    """Predictions by the names of images or frames, in whatever format; annotations of people count where there are no
    predictions. ``images`` : where the images lie, for formats that need their sizes. Raises `DataError`."""
    source = open_labels(given.path, given.format, Options(task=given.task, images=images))
    places, notes = _Places(items), list[str]()
    said: list[Said] = [()] * len(items)
    rejects = strangers = 0
    for each in source:
        if isinstance(each, Reject):
            rejects += 1
            notes.append(f"{given.path.name}: {each.reason}") if rejects <= 3 else None
        elif (row := places.row(each)) is None:
            strangers += 1
        else:
            said[row] = each.predictions or each.annotations
    if strangers:
        notes.append(f"{strangers:,} of the predicted images are not among those to choose from.")
    if rejects > 3:
        notes.append(f"{given.path.name}: {rejects:,} entries could not be read.")
    classes = tuple(each.name for each in source.classes) or _occurring(said)
    if not any(said):
        raise DataError(
            "holds no predictions for any of the images or frames; check their names", source=str(given.path)
        )
    return _counted(said, classes, given.path.name, given.floor, given.classes, notes)


def by_model(given: Detector, model: PictureModel, items: Items, looker: Looker) -> Predicted:
    """What the detector found, from the cache. Raises `DataError` where it gives a class without a name."""
    said = list[Said]()
    for source in items.sources:
        for block in looker.blocks(source.facts, source.file.kind, model):
            ends = np.cumsum(block["count"])[:-1]
            said += [_boxes(each, given) for each in np.split(block["boxes"], ends)]
    return _counted(said, given.names, given.path.name, given.floor, given.classes, [])


def _boxes(found: Any, given: Detector) -> Said:
    highest = int(found[:, 5].max(initial=0))
    if highest >= len(given.names):
        raise DataError(
            f"the model finds the class {highest}, but {len(given.names)} names are given", source=str(given.path)
        )
    return tuple(
        Annotation(Box.of_corners(*corners), given.names[int(label)], score)
        for *corners, score, label in found.astype(np.float64).tolist()
    )


def _counted(
    said: Sequence[Said], classes: tuple[str, ...], by: str, floor: float, only: tuple[str, ...], notes: list[str]
) -> Predicted:
    for name in only:
        if name not in classes:
            raise UnknownName("class", name, classes, where="the classes of the predictions")
    kept = tuple(tuple(each for each in one if _counts(each, floor, only)) for one in said)
    if only:
        # probabilities of classes that do not count would not fit any more
        kept = tuple(tuple(replace(each, probabilities=None) for each in one) for one in kept)
    return Predicted(kept, only or classes, by, floor, tuple(notes))


def _counts(each: Annotation, floor: float, only: tuple[str, ...]) -> bool:
    return (each.score is None or each.score >= floor) and (not only or each.label in only)


def _occurring(said: Iterable[Said]) -> tuple[str, ...]:
    return tuple(sorted({each.label for one in said for each in one if each.label is not None}))


def detection_of(said: Said) -> dict[str, Any] | None:
    """What was predicted in one item, as strategies take it; None for nothing."""
    if not said:
        return None
    sure = tuple(each if each.score is not None else replace(each, score=1.0) for each in said)
    boxes = detection(Annotated("item", None, predictions=sure))
    if len(boxes["scores"]):
        return boxes
    of_item = [each for each in sure if isinstance(each.value, ItemClass)]
    told: dict[str, Any] = {"scores": [each.score for each in of_item], "labels": [each.label for each in of_item]}
    if of_item and all(each.probabilities is not None for each in of_item):
        told["probabilities"] = [each.probabilities for each in of_item]
    return told if of_item else None


class _Places:
    """Which item a predicted name means: its full name, the frame it stands for, or a file name that is there once."""

    def __init__(self, items: Items) -> None:
        self._exact = {name: row for row, name in enumerate(items.names)}
        self._frames = {
            (os.path.splitext(video)[0], int(items.index[row])): row
            for row in range(len(items))
            if (video := items.video(row)) is not None
        }
        short = Counter(map(_short, items.names))
        self._short = {_short(name): row for row, name in enumerate(items.names) if short[_short(name)] == 1}

    def row(self, item: Annotated) -> int | None:
        if item.name in self._exact:
            return self._exact[item.name]
        stem = os.path.splitext(item.name)[0]
        frame = item.content.frame if isinstance(item.content, Picture) and item.content.frame else frame_of(stem)
        if frame is not None:
            return self._frames.get((os.path.splitext(frame.video)[0], frame.index))
        return self._exact.get(stem, self._short.get(_short(item.name)))


def _short(name: str) -> str:
    return name.rpartition("/")[2]
