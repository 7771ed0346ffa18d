"""Items out as tasks of Label Studio."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asknext.annotations import (
    Annotated,
    Annotation,
    Box,
    FreeText,
    ItemClass,
    Keypoints,
    LabelClass,
    Number,
    Ordinal,
    OrientedBox,
    PairChoice,
    Picture,
    Polygon,
    Relation,
    Sound,
    Text,
    Value,
)
from asknext.annotations.keypoints import HIDDEN
from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.fitting import fitting
from asknext.formats.exchange.label_studio_values import about_region, told
from asknext.formats.exchange.output import write_whole

__all__ = ["write_label_studio"]

_SHAPES = ("box", "oriented_box", "polygon", "mask", "keypoints")
_ANSWERS = ("class", "number", "ordinal", "pair", "text")
_BY_CONTENT = {
    Picture: (*_SHAPES, "relation", *_ANSWERS), Text: ("span", "relation", *_ANSWERS),
    Sound: ("audio_region", "relation", *_ANSWERS), type(None): _ANSWERS,
}  # fmt: skip


def write_label_studio(
    items: Iterable[Annotated], classes: Sequence[LabelClass], path: Path, *, approximate: bool = False
) -> Carried:
    """Write tasks with annotations (one for each who gave them) and predictions (one for each model).

    Data have the item's name under ``image`` or ``audio``, or its text under ``text``. Shapes are in hundredths of the
    image. Polygons with holes become brush strokes. Gives what did not come along.
    """
    written = _Written({each.name: each for each in classes}, approximate)
    write_whole(path, written.blocks(items))
    return written.carried


@dataclass
class _Written:
    classes: dict[str, LabelClass]
    approximate: bool
    carried: Carried = field(default_factory=Carried)

    def blocks(self, items: Iterable[Annotated]) -> Iterator[str]:
        first = True
        yield "["
        for item in items:
            yield ("\n" if first else ",\n") + json.dumps(self._task(item), ensure_ascii=False, allow_nan=False)
            first = False
        yield "\n]\n"

    def _task(self, item: Annotated) -> dict[str, Any]:
        self.carried.items += 1
        people = [
            {"result": results, **({} if by is None else {"completed_by": {"email": by}})}
            for by, results in self._by(item, item.annotations)
        ]
        models = [
            {"result": results, **({} if by is None else {"model_version": by})}
            for by, results in self._by(item, item.predictions)
        ]
        meta = {name: value for name, value in item.meta.items() if name != "id"}
        task: dict[str, Any] = {} if item.meta.get("id") is None else {"id": item.meta["id"]}
        return task | {"data": {**meta, **_data(item)}, "annotations": people, "predictions": models}

    def _by(self, item: Annotated, said: Sequence[Annotation]) -> Iterator[tuple[str | None, list[dict[str, Any]]]]:
        kinds = _BY_CONTENT[type(item.content)]
        if isinstance(item.content, Picture) and not item.content.known:
            kinds = _ANSWERS
        fit = list(fitting(item, said, kinds, self.carried, holes=False, parts=False, approximate=self.approximate))
        groups: dict[str | None, list[dict[str, Any]]] = {}
        ids = {each.id for each in said if each.id}
        for at, each in enumerate(fit, 1):
            id = each.id or _free(f"a{at}", ids)
            groups.setdefault(each.by, []).extend(self._results(item, each, id))
        return iter(groups.items())

    def _results(self, item: Annotated, found: Annotation, id: str) -> Iterator[dict[str, Any]]:
        value = found.value
        if isinstance(value, OrientedBox) and not value.is_rectangle:
            self.carried.change(item, "a turned box that is no rectangle, written as a polygon", found)
            value = Polygon.of(value.corners)
        elif isinstance(value, OrientedBox) and value.degrees == 0:
            self.carried.change(item, "a turned box that is not turned, written as a box", found)
        self.carried.lose_fields(
            item, found, ("score", "by", *(["attributes"] if found.id is not None or _is_region(value) else []))
        )
        self.carried.annotations += 1
        if isinstance(value, Keypoints):
            yield from self._pose(item, found, value, id)
        elif isinstance(value, Relation):
            direction = "right" if value.directed else "bi"
            labels = [found.label] if found.label else []
            yield {
                "type": "relation",
                "from_id": value.source,
                "to_id": value.target,
                "direction": direction,
                "labels": labels,
            }
        else:
            yield self._result(item, value, found, id)
        yield from (
            about_region(_tag(item), id, name, answer) for name, answer in found.attributes.items() if _is_region(value)
        )

    def _result(self, item: Annotated, value: Value, found: Annotation, id: str) -> dict[str, Any]:
        kind, value_told = told(value, item)
        labelled = kind in ("rectangle", "polygon", "brush", "keypoint", "labels")
        name = kind + "labels" if labelled and found.label and kind != "labels" else kind
        if labelled and found.label:
            value_told[name] = [found.label]
        if kind == "choices":
            value_told = {"choices": [found.label]}
        question = found.label if isinstance(value, Number | Ordinal | PairChoice | FreeText) else None
        result: dict[str, Any] = {
            "id": id,
            "type": name,
            "from_name": question or kind,
            "to_name": _tag(item),
            "value": value_told,
        }
        if isinstance(item.content, Picture) and item.content.known:
            result |= {
                "original_width": item.content.width,
                "original_height": item.content.height,
                "image_rotation": 0,
            }
        if isinstance(item.content, Sound) and item.content.seconds is not None:
            result["original_length"] = item.content.seconds
        return result if found.score is None else {**result, "score": found.score}

    def _pose(self, item: Annotated, found: Annotation, value: Keypoints, id: str) -> Iterator[dict[str, Any]]:
        """A box, and points whose parent it is; a single point without a box stands alone."""
        alone = value.box is None and len(value.points) == 1
        left, top, right, bottom = value.bounds if value.labelled or value.box else (0.0, 0.0, 0.0, 0.0)
        if not alone and not (left < right and top < bottom):
            self.carried.lose(item, "keypoints without a box", found)
            return
        if not alone:
            if value.box is None:
                self.carried.change(item, "keypoints without a box, given the one around them", found)
            yield self._result(item, value.box or Box.of_corners(left, top, right, bottom), found, id)
        names = self.classes[found.label].keypoints if found.label in self.classes else ()
        if not names and len(value.labelled) < len(value.points):
            self.carried.lose(item, "which keypoint of a class without a skeleton is missing", found)
        for at, (x, y, seen) in enumerate(value.points):
            if seen:
                if seen == HIDDEN:
                    self.carried.lose(item, "that a keypoint is hidden", found)
                point = Annotation(
                    Keypoints(((x, y, seen),)),
                    found.label if alone else (names[at] if at < len(names) else str(at + 1)),
                )
                result = self._result(item, point.value, point, id if alone else f"{id}.{at + 1}")
                yield result if alone else {**result, "parentID": id}


def _free(id: str, taken: set[str]) -> str:
    while id in taken:
        id += "_"
    taken.add(id)
    return id


def _is_region(value: Value) -> bool:
    return not isinstance(value, ItemClass | Number | Ordinal | PairChoice | FreeText | Relation)


def _data(item: Annotated) -> dict[str, Any]:
    match item.content:
        case Text(text=text):
            return {"text": text, "name": item.name}
        case Sound():
            return {"audio": item.name}
        case Picture():
            return {"image": item.name}
    return {"name": item.name}


def _tag(item: Annotated) -> str:
    return {Text: "text", Sound: "audio", Picture: "image"}.get(type(item.content), "data")
