"""One object of a COCO file, in and out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from asknext.annotations import Annotated, Annotation, Box, Keypoints, LabelClass, Mask, Picture, Polygon, Shape
from asknext.annotations.annotation import Value
from asknext.annotations.json_fields import listed
from asknext.errors import DataError

__all__ = ["annotations_of", "object_of"]

_OWN = {
    "id", "image_id", "category_id", "segmentation", "bbox", "area", "iscrowd", "keypoints", "num_keypoints", "score",
    "probabilities", "attributes", "track",
}  # fmt: skip


def annotations_of(found: Mapping[str, Any], classes: Mapping[Any, LabelClass], item: Annotated) -> list[Annotation]:
    """What one object says: one annotation, or two of one group where it has an outline and keypoints.

    ``track``, what follows the object from frame to frame of a video, is the group.

    A box or area that is not that of the outline is kept as the attribute ``bbox`` or ``area``. Raises `DataError`.
    """
    category = found.get("category_id")
    if not isinstance(category, int | str) or category not in classes:
        known = ", ".join(map(str, list(classes)[:20]))
        raise DataError(f"the category {str(category)[:40]!r} is not among the categories ({known})")
    id = None if found.get("id") is None else str(found["id"])
    rest: dict[str, Any] = {
        "label": classes[category].name,
        "score": found.get("score"),
        "probabilities": found.get("probabilities"),
    }
    shape, keypoints = _outline(found, item), _keypoints(found)
    group = _track(found) or (id if shape is not None and keypoints is not None else None)
    first: Shape | None = keypoints if shape is None else shape
    if first is None:
        first = _box(found.get("bbox"))
    given = [Annotation(first, id=id, group=group, attributes=_attributes(found, first), **rest)]
    if shape is not None and keypoints is not None:
        given.append(Annotation(keypoints, group=group, **rest))
    return given


def object_of(found: Annotation, joints: Keypoints | None = None, track: str | None = None) -> dict[str, Any]:
    """The fields of an object but for its numbers: of a box, polygon, mask or keypoints, with the ``joints`` of the
    same object and the ``track`` it belongs to in a video."""
    value, attributes = found.value, dict(found.attributes)
    told: dict[str, Any] = _geometry(value)
    for name in ("bbox", "area", "iscrowd"):
        if name in attributes:
            told[name] = attributes.pop(name)
    if joints is not None:
        told |= _joints(joints)
    for name in [name for name in attributes if name not in _OWN]:
        told[name] = attributes.pop(name)
    told |= {"attributes": attributes} if attributes else {}
    told |= {} if track is None else {"track": track}
    told |= {} if found.score is None else {"score": found.score}
    return told | ({} if found.probabilities is None else {"probabilities": list(found.probabilities)})


def _track(found: Mapping[str, Any]) -> Any:
    given = found.get("track")
    return str(given) if isinstance(given, int) and not isinstance(given, bool) else given


def _outline(found: Mapping[str, Any], item: Annotated) -> Polygon | Mask | None:
    given = found.get("segmentation")
    if not given:
        return None
    if isinstance(given, dict):
        return _mask(given, item)
    return Polygon.of(*(_ring(each) for each in listed(given, "segmentation")))


def _mask(given: dict[str, Any], item: Annotated) -> Mask:
    mask = Mask.from_json({"size": given.get("size"), "counts": given.get("counts")})
    picture = item.content
    if isinstance(picture, Picture) and picture.known and (mask.width, mask.height) != (picture.width, picture.height):
        raise DataError(
            f"the mask is {mask.width} x {mask.height} pixels, its image {picture.width} x {picture.height} (size is "
            "height, width)"
        )
    return mask


def _ring(flat: Any) -> list[tuple[Any, Any]]:
    values = listed(flat, "a polygon")
    if len(values) % 2 or len(values) < 6:
        raise DataError(f"a polygon has {len(values)} numbers, expected x and y of at least 3 points")
    return list(zip(values[0::2], values[1::2], strict=True))


def _keypoints(found: Mapping[str, Any]) -> Keypoints | None:
    given = found.get("keypoints")
    if not given:
        return None
    values = listed(given, "keypoints")
    if len(values) % 3:
        raise DataError(f"keypoints has {len(values)} numbers, expected x, y and visibility of each point")
    box = found.get("bbox")
    points = zip(values[0::3], values[1::3], values[2::3], strict=True)
    return Keypoints(tuple(points), None if not box else _box(box))


def _box(found: Any) -> Box:
    if not found:
        raise DataError("has neither bbox nor segmentation nor keypoints")
    return Box(*listed(found, "bbox", 4))


def _attributes(found: Mapping[str, Any], shape: Shape) -> dict[str, Any]:
    own = found.get("attributes") or {}
    if not isinstance(own, dict):
        raise DataError("attributes is no object")
    rest = {name: value for name, value in found.items() if name not in _OWN}
    crowd = {"iscrowd": found["iscrowd"]} if found.get("iscrowd") else {}
    usual = _geometry(shape)
    odd = {name: found[name] for name in ("bbox", "area") if found.get(name) and found[name] != usual.get(name)}
    return {**own, **rest, **crowd, **odd}


def _geometry(value: Value) -> dict[str, Any]:
    told: dict[str, Any] = {"iscrowd": 0}
    if isinstance(value, Keypoints):
        return told | _joints(value) | _bounds(value)
    if isinstance(value, Polygon):
        told["segmentation"] = [[each for point in ring for each in point] for ring in value.rings]
    if isinstance(value, Mask):
        told["segmentation"] = {"size": [value.height, value.width], "counts": value.counts}
    return told | (_bounds(value) if isinstance(value, Box | Polygon | Mask) else {})


def _bounds(value: Box | Polygon | Mask | Keypoints) -> dict[str, Any]:
    if value.area == 0 and (isinstance(value, Mask) or not getattr(value, "labelled", True)):
        return {"bbox": [0.0, 0.0, 0.0, 0.0], "area": 0.0}
    if isinstance(value, Box):
        return {"bbox": [value.x, value.y, value.width, value.height], "area": value.area}
    left, top, right, bottom = value.bounds
    return {"bbox": [left, top, right - left, bottom - top], "area": value.area}


def _joints(value: Keypoints) -> dict[str, Any]:
    flat = [each for point in value.points for each in point]
    return {"keypoints": flat, "num_keypoints": len(value.labelled)}
