"""A task of Label Studio about a video: boxes in sequences of key frames, as pictures that are its frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

from asknext.annotations import Annotated, Annotation, Frame, Picture
from asknext.annotations.interpolation import INTERPOLATED, between
from asknext.annotations.json_fields import listed
from asknext.annotations.numbers import number, whole
from asknext.errors import DataError
from asknext.formats.exchange.label_studio_results import labels_of, regions_of
from asknext.formats.exchange.prediction_folder import frame_name
from asknext.formats.exchange.safe_name import safe_name

__all__ = ["OWN", "Shown", "key_frames", "placed_boxes", "shown_frames", "video_pictures"]

OWN = "asknext"
"""The field of a key frame, which Label Studio leaves alone, with what its own fields have no room for."""
MOST_FRAMES = 1_000_000


class Shown(NamedTuple):
    """A frame that is an item: its file, what is known of it, and the item's own fields."""

    file: str
    frame: Frame
    meta: Mapping[str, Any]


def shown_frames(data: Mapping[str, Any], video: str) -> dict[int, Shown]:
    """The frames that the task lists under ``frames``, by their index; most tasks list none. Raises `DataError`."""
    count = data.get("count")
    shown = {}
    for each in listed(data.get("frames") or [], "frames"):
        if not isinstance(each, dict) or not isinstance(each.get("meta", {}), dict):
            raise DataError('"frames" must be a list of objects')
        frame = Frame(video, each.get("index"), count, each.get("seconds"))  # type: ignore[arg-type]
        shown[frame.index] = Shown(safe_name(each.get("file")), frame, each.get("meta", {}))
    return shown


def key_frames(result: Mapping[str, Any]) -> Iterator[int]:
    """The indices of its key frames, as far as they are some."""
    value = result.get("value")
    sequence = value.get("sequence") if isinstance(value, dict) else None
    for each in sequence if isinstance(sequence, list) else ():
        if isinstance(each, dict) and isinstance(each.get("frame"), int):
            yield each["frame"] - 1


def placed_boxes(result: Mapping[str, Any], data: Mapping[str, Any], at: tuple[int, ...]) -> list[Annotation]:
    """The boxes of one track, each with its `frame`; those of the frames ``at`` between two key frames are computed.

    Raises `DataError` where it is no ``videorectangle``, or nothing says the size of the video.
    """
    if result.get("type") != "videorectangle":
        raise DataError("of videos boxes are read alone (videorectangle)")
    value = result.get("value")
    if not isinstance(value, dict):
        raise DataError("has no value")
    size = {
        "original_width": result.get("original_width") or data.get("width"),
        "original_height": result.get("original_height") or data.get("height"),
    }
    if not all(size.values()):
        raise DataError("boxes are in hundredths of the video: say its width and height in the task's data")
    sequence = listed(value.get("sequence"), "sequence")
    if len(sequence) > MOST_FRAMES or not all(isinstance(each, dict) for each in sequence):
        raise DataError("the sequence must be a list of key frames, at most a million")
    (label, *_) = labels_of(value)
    track = None if result.get("id") is None else str(result["id"])
    keys = [(_key(each, size, label, track, result.get("score")), each.get("enabled", True)) for each in sequence]
    keys.sort(key=lambda each: each[0].frame or 0)
    return [each for each, _ in keys] + list(_computed(keys, at))


def _key(
    found: dict[str, Any], size: dict[str, Any], label: str | None, track: str | None, score: float | None
) -> Annotation:
    (region,) = regions_of({"type": "rectangle", "value": found, **size}, Picture())
    index = whole(found.get("frame"), "frame", 1) - 1  # which the program counts from 1
    own = found.get(OWN)
    if not isinstance(own, dict):
        own = {"group": track, "score": score}
    score = own.get("score")
    return Annotation(
        region.value, label, None if score is None else number(score, "the score", 0, 1),
        id=own.get("id"), group=own.get("group"), frame=index, attributes=own.get("attributes", {}),
    )  # fmt: skip


def _computed(keys: list[tuple[Annotation, bool]], at: tuple[int, ...]) -> Iterator[Annotation]:
    for (first, goes_on), (second, _) in pairwise(keys):
        start, end = first.frame or 0, second.frame or 0
        for index in at if goes_on else ():
            if start < index < end:
                value = between(first.value, second.value, (index - start) / (end - start))  # type: ignore[arg-type]
                if value is not None:
                    told = {**first.attributes, INTERPOLATED: True}
                    yield Annotation(value, first.label, group=first.group, frame=index, attributes=told)


def video_pictures(
    video: str,
    data: Mapping[str, Any],
    shown: Mapping[int, Shown],
    people: list[Annotation],
    models: list[Annotation],
) -> list[Annotated]:
    """One item for each frame that is listed or has an annotation, in the order of the video."""
    size = (data.get("width") or 0, data.get("height") or 0)
    indices = {each.frame for each in (*people, *models) if each.frame is not None} | shown.keys()
    items = []
    for index in sorted(indices):
        frame = Frame(video, index, data.get("count"))
        name, frame, meta = shown.get(index) or Shown(f"{frame_name(frame)}.png", frame, {})
        by_people, by_models = (tuple(_still(a) for a in side if a.frame == index) for side in (people, models))
        items.append(Annotated(name, Picture(*size, frame), by_people, by_models, meta))
    return items


def _still(found: Annotation) -> Annotation:
    return replace(found, frame=None)
