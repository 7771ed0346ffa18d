"""Frames of videos out as tasks of Label Studio: one a video, boxes in sequences of key frames."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from asknext.annotations import Annotated, Annotation, OrientedBox, Picture
from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.fitting import fitting
from asknext.formats.exchange.label_studio_values import told
from asknext.formats.exchange.label_studio_video import OWN
from asknext.formats.exchange.output import write_whole

__all__ = ["write_label_studio_video"]


def write_label_studio_video(items: Iterable[Annotated], path: Path, *, approximate: bool = False) -> Carried:
    """Write a task for each run of frames of one video; data list the frames under ``frames``.

    What has one `group` and class is one track; it ends (``enabled`` false) where the next frame lacks it. The id, the
    track and the attributes of each box are in its key frame. Gives what did not come along.
    """
    written = _Written(approximate)
    write_whole(path, written.blocks(items))
    return written.carried


@dataclass
class _Track:
    """Boxes of one class that follow one another; ``boxes`` by the index of their frame."""

    group: str | None
    label: str | None
    boxes: dict[int, tuple[Annotated, Annotation]] = field(default_factory=dict)


@dataclass
class _Written:
    approximate: bool
    carried: Carried = field(default_factory=Carried)

    def blocks(self, items: Iterable[Annotated]) -> Iterator[str]:
        before = "\n"
        yield "["
        for video, frames in groupby(items, _video):
            seen: set[int] = set()
            shown = [each for each in frames if self._is_shown(each, video, seen)]
            if video is not None and shown:
                yield before + json.dumps(self._task(*video, shown), ensure_ascii=False, allow_nan=False)
                before = ",\n"
        yield "\n]\n"

    def _is_shown(self, item: Annotated, video: object, seen: set[int]) -> bool:
        if video is None:
            self.carried.lose(item, "an item that is no frame of a video whose size is known")
            return False
        if _frame(item).index in seen:
            self.carried.lose(item, "a second item of one frame")
            return False
        seen.add(_frame(item).index)
        return True

    def _task(self, video: str, width: int, height: int, items: Sequence[Annotated]) -> dict[str, Any]:
        self.carried.items += len(items)
        frames = [_frame_told(each) for each in items]
        count = next((_frame(each).count for each in items if _frame(each).count), None)
        data = {"video": video, "width": width, "height": height, "count": count, "frames": frames}
        people = self._sides([(each, each.annotations) for each in items], items, "completed_by")
        models = self._sides([(each, each.predictions) for each in items], items, "model_version")
        return {"data": data, "annotations": people, "predictions": models}

    def _sides(
        self, said: list[tuple[Annotated, tuple[Annotation, ...]]], items: Sequence[Annotated], who: str
    ) -> list[dict[str, Any]]:
        tracks: dict[str | None, list[_Track]] = {}
        for item, of_frame in said:
            for each in fitting(item, of_frame, ("box", "oriented_box"), self.carried, approximate=self.approximate):
                if self._fits(item, each):
                    _place(tracks.setdefault(each.by, []), item, each)
        return [
            {
                "result": [self._result(at, each, items) for at, each in enumerate(found, 1)],
                **({} if by is None else {who: {"email": by} if who == "completed_by" else by}),
            }
            for by, found in tracks.items()
        ]

    def _fits(self, item: Annotated, found: Annotation) -> bool:
        value = found.value
        if isinstance(value, OrientedBox) and not value.is_rectangle:
            self.carried.lose(item, "a turned box that is no rectangle", found)
            return False
        if isinstance(value, OrientedBox) and value.degrees == 0:
            self.carried.change(item, "a turned box that is not turned, written as a box", found)
        self.carried.annotations += 1
        self.carried.lose_fields(item, found, ("score", "by", "attributes", "group"))
        return True

    def _result(self, at: int, track: _Track, items: Sequence[Annotated]) -> dict[str, Any]:
        order = {_frame(each).index: place for place, each in enumerate(items)}
        indices = sorted(track.boxes)
        goes_on = [order[after] == order[one] + 1 for one, after in pairwise(indices)] + [False]
        sequence = [_key(*track.boxes[index], on) for index, on in zip(indices, goes_on, strict=True)]
        first, _ = track.boxes[indices[0]]
        content = first.content
        assert isinstance(content, Picture)
        return {
            "id": f"t{at}",
            "type": "videorectangle",
            "from_name": "box",
            "to_name": "video",
            "original_width": content.width,
            "original_height": content.height,
            "value": {
                "framesCount": _frame(first).count or max(order) + 1,
                "sequence": sequence,
                "labels": [] if track.label is None else [track.label],
            },
        }


def _video(item: Annotated) -> tuple[str, int, int] | None:
    content = item.content
    if not isinstance(content, Picture) or content.frame is None or not content.known:
        return None
    return content.frame.video, content.width, content.height


def _frame(item: Annotated) -> Any:
    assert isinstance(item.content, Picture)
    return item.content.frame


def _frame_told(item: Annotated) -> dict[str, Any]:
    found = {"file": item.name, "index": _frame(item).index, "seconds": _frame(item).seconds, "meta": dict(item.meta)}
    return {name: value for name, value in found.items() if value not in (None, {})}


def _place(tracks: list[_Track], item: Annotated, found: Annotation) -> None:
    """Into the first track of its group and class that lacks this frame; what has no group is a track by itself."""
    index = _frame(item).index
    for each in tracks if found.group is not None else ():
        if (each.group, each.label) == (found.group, found.label) and index not in each.boxes:
            each.boxes[index] = item, found
            return
    tracks.append(_Track(found.group, found.label, {index: (item, found)}))


def _key(item: Annotated, found: Annotation, goes_on: bool) -> dict[str, Any]:
    _, value = told(found.value, item)
    own = {"id": found.id, "group": found.group, "score": found.score, "attributes": dict(found.attributes)}
    time = {} if _frame(item).seconds is None else {"time": _frame(item).seconds}
    own = {name: value for name, value in own.items() if value not in (None, {})}
    return {"frame": _frame(item).index + 1, "enabled": goes_on, **value, **time, OWN: own}
