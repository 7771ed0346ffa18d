"""Label Studio's JSON: a list of tasks with annotations and predictions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from asknext.annotations import Annotated, Annotation, Content, Keypoints, LabelClass, Picture, Sound, Text
from asknext.annotations.keypoints import MISSING
from asknext.annotations.numbers import number, whole
from asknext.errors import DataError
from asknext.formats.exchange.image_sizes import ImageSizes
from asknext.formats.exchange.label_studio_results import ABOUT_REGIONS, Region, attribute_of, regions_of
from asknext.formats.exchange.label_studio_video import Shown, key_frames, placed_boxes, shown_frames, video_pictures
from asknext.formats.exchange.safe_name import safe_name
from asknext.formats.exchange.source import Refused, attempt
from asknext.formats.exchange.strict_json import members
from asknext.formats.folder import IMAGE_NAMES
from asknext.formats.rows import Reject, shortened

__all__ = ["LabelStudioFile"]

_UPLOADED = re.compile(r"/?data/(upload/\d+/|local-files/\?d=)")
_PICTURE_KEYS, _SOUND_KEYS = ("image", "img", "picture"), ("audio", "sound")
_SOUND_NAMES = (".wav", ".mp3", ".flac", ".ogg", ".m4a", ".opus")


class LabelStudioFile:
    """Tasks as they are exported (JSON, not JSON-MIN) or imported, one at a time.

    Parameters
    ----------
    path : the file. images : where the images lie, for results that do not say the size of theirs. classes : those
    known already; the names of their keypoints order the points of a region.

    Answers to questions about a region become its attributes. Each annotation says by whom it is. Results of kinds that
    there is no value for (hypertext, ellipses, time series) are refused by name. A video becomes an item a frame.
    """

    def __init__(self, path: Path, *, images: Path | None = None, classes: Sequence[LabelClass] = ()) -> None:
        if not path.is_file():
            raise DataError("there is no such file", source=str(path))
        self.name, self._path, self.notes = str(path), path, list[str]()
        self.classes = tuple(classes)
        self._sizes = None if images is None else ImageSizes(images)

    def __iter__(self) -> Iterator[Annotated | Reject]:
        for at, (name, task, _) in enumerate(members(self._path), 1):
            if name != "[]" or not isinstance(task, dict):
                raise DataError("is no export of Label Studio: expected a list of tasks", source=self.name)
            refused = Refused(self.name)
            where = f"task {shortened(task.get('id', at))[:40]}"
            yield from attempt(refused, where, task.get("data"), self._items, task, where, refused) or ()
            yield from refused

    def _items(self, task: dict[str, Any], where: str, refused: Refused) -> list[Annotated]:
        data = task.get("data")
        if not isinstance(data, dict):
            raise DataError('has no "data"')
        if isinstance(data.get("video"), str):
            return self._frames(task, data, where, refused)
        return [self._item(task, data, where, refused)]

    def _frames(self, task: dict[str, Any], data: dict[str, Any], where: str, refused: Refused) -> list[Annotated]:
        video = _name(data["video"])
        shown = shown_frames(data, video)
        sides: list[list[Annotation]] = []
        for side in ("annotations", "predictions"):
            kept = [each for each in _listed(task.get(side)) if not each.get("was_cancelled")]
            by = _model if side == "predictions" else _person
            sides.append([replace(a, by=by(each)) for each in kept for a in _tracks(each, data, shown, where, refused)])
        return video_pictures(video, data, shown, *sides)

    def _item(self, task: dict[str, Any], data: dict[str, Any], where: str, refused: Refused) -> Annotated:
        people, models = (_listed(task.get(side)) for side in ("annotations", "predictions"))
        results = [each for said in (*people, *models) for each in _listed(said.get("result"))]
        name, content, key = _content(data, results, task.get("id"))
        content = self._sized(name, content)
        kept = [each for each in people if not each.get("was_cancelled")]
        annotations = [
            found
            for at, each in enumerate(kept)
            for found in self._said(each, where, content, refused, f"{at}:" if len(kept) > 1 else "")
        ]
        predictions = [found for each in models for found in self._said(each, where, content, refused, "", model=True)]
        meta = {each: value for each, value in data.items() if each not in (key, "name")}
        id = {} if task.get("id") is None else {"id": task["id"]}
        return Annotated(name, content, tuple(annotations), tuple(predictions), {**id, **meta})

    def _sized(self, name: str, content: Content) -> Content:
        if not isinstance(content, Picture) or content.known or self._sizes is None:
            return content
        return Picture(*self._sizes.of(name).upright)

    def _said(
        self, said: dict[str, Any], where: str, content: Content, refused: Refused, prefix: str, *, model: bool = False
    ) -> Iterator[Annotation]:
        results = _listed(said.get("result"))
        by = _model(said) if model else _person(said)
        whole_score = said.get("score") if model else None
        regions: list[Region] = []
        ids = {str(each["id"]) for each in results if each.get("id") and each.get("type") not in ABOUT_REGIONS}
        for at, each in enumerate(results, 1):
            if _is_about(each, ids):
                continue
            place = f"{where}, result {at} ({shortened(each.get('type'))[:30]})"
            regions.extend(attempt(refused, place, each, regions_of, each, content) or ())
        regions = self._poses(regions)
        extra = _answers(results, ids)
        for one in regions:
            made = attempt(refused, where, one, _annotation, one, prefix, by, whole_score, extra.get(one.id or "", {}))
            if made is not None:
                yield made

    def _poses(self, regions: list[Region]) -> list[Region]:
        """Keypoints whose parent is a box become the keypoints of its object."""
        boxes = {each.id: each for each in regions if each.id and each.value.kind == "box"}
        points: dict[str, list[Region]] = {}
        for each in regions:
            if each.parent in boxes and isinstance(each.value, Keypoints):
                points.setdefault(each.parent, []).append(each)
        children = {id(each) for group in points.values() for each in group}
        return [
            self._pose(each, points[each.id]) if each.id in points and each.value.kind == "box" else each
            for each in regions
            if id(each) not in children
        ]

    def _pose(self, box: Region, points: list[Region]) -> Region:
        names = next((each.keypoints for each in self.classes if each.name == box.label), ())
        found = {each.label: each.value.points[0] for each in points if isinstance(each.value, Keypoints)}
        if names and set(found) <= set(names):
            ordered = tuple(found.get(name, (0.0, 0.0, MISSING)) for name in names)
        else:
            ordered = tuple(each.value.points[0] for each in points if isinstance(each.value, Keypoints))
        return box._replace(value=Keypoints(ordered, box.value))  # type: ignore[arg-type]


def _tracks(
    said: dict[str, Any], data: dict[str, Any], shown: Mapping[int, Shown], where: str, refused: Refused
) -> Iterator[Annotation]:
    """The boxes in all frames that are listed; where none is, in those that some track has a key frame of."""
    results = _listed(said.get("result"))
    at = tuple(sorted(shown)) or tuple(sorted({key for each in results for key in key_frames(each)}))
    for number_, each in enumerate(results, 1):
        place = f"{where}, result {number_} ({shortened(each.get('type'))[:30]})"
        yield from attempt(refused, place, each, placed_boxes, each, data, at) or ()


def _annotation(
    one: Region, prefix: str, by: str | None, whole_score: Any, attributes: Mapping[str, Any]
) -> Annotation:
    score = one.score if one.score is not None else whole_score
    return Annotation(
        one.value,
        one.label,
        None if score is None else number(score, "the score", 0, 1),
        id=None if one.id is None else prefix + one.id,
        by=by,
        attributes={**one.attributes, **attributes},
    )


def _listed(found: Any) -> list[dict[str, Any]]:
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise DataError("annotations, predictions and results must be lists of objects")
    return found


def _person(said: dict[str, Any]) -> str | None:
    found = said.get("completed_by")
    if isinstance(found, dict):
        found = found.get("email") or found.get("id")
    return None if found in (None, "") else str(found)


def _model(said: dict[str, Any]) -> str | None:
    return str(said["model_version"]) if said.get("model_version") else None


def _answers(results: list[dict[str, Any]], ids: set[str]) -> dict[str, dict[str, Any]]:
    """The answers about each region."""
    found: dict[str, dict[str, Any]] = {}
    for each in results:
        if _is_about(each, ids):
            found.setdefault(str(each["id"]), {})[str(each.get("from_name", each["type"]))] = attribute_of(each)
    return found


def _is_about(result: dict[str, Any], ids: set[str]) -> bool:
    """An answer about a region has the region's id."""
    return result.get("type") in ABOUT_REGIONS and str(result.get("id")) in ids


def _content(data: dict[str, Any], results: list[dict[str, Any]], id: Any) -> tuple[str, Content, str | None]:
    """Name, content and the field of the data it is from."""
    texts = {key: value for key, value in data.items() if isinstance(value, str)}
    sized = next((each for each in results if each.get("original_width")), None)
    key = _media_key(texts)
    if key is not None and _is_sound(key, texts[key]):
        length = next((each["original_length"] for each in results if each.get("original_length")), None)
        return _name(texts[key]), Sound(length), key
    if key is not None:
        size = (0, 0) if sized is None else (sized["original_width"], sized.get("original_height"))
        return _name(texts[key]), Picture(whole(size[0], "original_width"), whole(size[1], "original_height")), key
    name = str(texts.get("name") or (f"task-{id}" if id is not None else "task"))
    if "text" in texts:
        return name, Text(texts["text"]), "text"
    others = [key for key in texts if key != "name"]
    return (name, Text(texts[others[0]]), others[0]) if len(others) == 1 else (name, None, None)


def _media_key(texts: dict[str, str]) -> str | None:
    """The field that names a file: by its own name, or where there is no text, by the file's ending."""
    known = next((key for key in texts if key in _PICTURE_KEYS + _SOUND_KEYS), None)
    if known is not None or "text" in texts:
        return known
    named = (key for key in texts if key != "name" and not any(map(str.isspace, texts[key])))
    return next((key for key in named if _ending(texts[key]).endswith((*IMAGE_NAMES, *_SOUND_NAMES))), None)


def _is_sound(key: str, value: str) -> bool:
    return key in _SOUND_KEYS or (key not in _PICTURE_KEYS and _ending(value).endswith(_SOUND_NAMES))


def _ending(value: str) -> str:
    return _UPLOADED.sub("", value, count=1).lower().partition("?")[0]


def _name(said: str) -> str:
    """The file behind an address: what is local keeps its folders, of others the last part is the name."""
    local = _UPLOADED.sub("", said, count=1)
    if "://" in local or local.startswith("/"):
        local = local.partition("?")[0].rstrip("/").rpartition("/")[2]
    return safe_name(local)
