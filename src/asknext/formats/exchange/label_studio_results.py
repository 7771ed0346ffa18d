"""One result of Label Studio as the values it says; coordinates are hundredths of the image's width and height."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from asknext.annotations import (
    Box,
    Content,
    FreeText,
    ItemClass,
    Keypoints,
    Number,
    Ordinal,
    OrientedBox,
    PairChoice,
    Picture,
    Polygon,
    Relation,
    Span,
    Text,
    Value,
)
from asknext.annotations.audio_region import AudioRegion
from asknext.annotations.json_fields import listed
from asknext.annotations.keypoints import VISIBLE
from asknext.annotations.numbers import number, whole
from asknext.errors import DataError
from asknext.formats.exchange.brush_bits import mask_of_brush
from asknext.formats.exchange.hundredths import pixels_of_share
from asknext.formats.exchange.source import named

__all__ = ["ABOUT_REGIONS", "Region", "attribute_of", "labels_of", "regions_of"]

ABOUT_REGIONS = ("choices", "textarea", "number", "rating", "taxonomy")


class Region(NamedTuple):
    """A value with its class, and the ids by which results know one another."""

    value: Value
    label: str | None
    id: str | None = None
    parent: str | None = None
    score: float | None = None
    attributes: Mapping[str, Any] = {}


def regions_of(result: dict[str, Any], content: Content) -> list[Region]:
    """What a result says: one region for each of its labels. Raises `DataError`."""
    kind = str(result.get("type"))
    if kind == "relation":
        return _relations(result)
    value = result.get("value")
    if not isinstance(value, dict):
        raise DataError("has no value")
    read = _READERS.get(kind.removesuffix("labels") or "labels")
    if read is None:
        raise DataError(f"there is no value for results of the type {kind[:40]!r}; known are {', '.join(_READERS)}")
    if result.get("image_rotation"):
        raise DataError("the image was turned in the editor; turn it back and export again")
    found = read(value, result, content)
    id = None if result.get("id") is None else str(result["id"])
    parent = None if result.get("parentID") is None else str(result["parentID"])
    return [
        each._replace(id=id if not at else None, parent=parent, score=result.get("score"))
        for at, each in enumerate(found)
    ]


def attribute_of(result: dict[str, Any]) -> Any:
    """The answer that a result about a region gives, as a plain value."""
    value = result.get("value") or {}
    found = next((value[name] for name in ("choices", "text", "number", "rating", "taxonomy") if name in value), None)
    return found[0] if isinstance(found, list) and len(found) == 1 else found


def labels_of(value: dict[str, Any]) -> list[str | None]:
    """The names of the classes of a result; one None where it has none."""
    found = next((value[name] for name in value if name.endswith("labels")), None) or []
    return [named(each) for each in listed(found, "labels")] or [None]


def _each(value: dict[str, Any], made: Value) -> list[Region]:
    return [Region(made, label) for label in labels_of(value)]


def _size(result: dict[str, Any], content: Content) -> tuple[int, int]:
    width, height = result.get("original_width"), result.get("original_height")
    if not width and isinstance(content, Picture) and content.known:
        return content.width, content.height
    if not width or not height:
        raise DataError("does not say original_width and original_height; say where the images lie")
    return whole(width, "original_width", 1, 10**7), whole(height, "original_height", 1, 10**7)


def _share(value: Any, what: str, size: int) -> float:
    return pixels_of_share(number(value, what, -1000, 1000), size)


def _rectangle(value: dict[str, Any], result: dict[str, Any], content: Content) -> list[Region]:
    width, height = _size(result, content)
    x, y = _share(value.get("x"), "x", width), _share(value.get("y"), "y", height)
    w, h = _share(value.get("width"), "width", width), _share(value.get("height"), "height", height)
    box = Box(x, y, w, h)
    turned = value.get("rotation") or 0
    return _each(value, OrientedBox.turned(x, y, w, h, turned) if turned else box)


def _polygon(value: dict[str, Any], result: dict[str, Any], content: Content) -> list[Region]:
    width, height = _size(result, content)
    points = (listed(each, "a point", 2) for each in listed(value.get("points"), "points"))
    return _each(value, Polygon.of(tuple((_share(x, "x", width), _share(y, "y", height)) for x, y in points)))


def _keypoint(value: dict[str, Any], result: dict[str, Any], content: Content) -> list[Region]:
    width, height = _size(result, content)
    x, y = _share(value.get("x"), "x", width), _share(value.get("y"), "y", height)
    return _each(value, Keypoints(((x, y, VISIBLE),)))


def _brush(value: dict[str, Any], result: dict[str, Any], content: Content) -> list[Region]:
    width, height = _size(result, content)
    return _each(value, mask_of_brush(value.get("rle"), width, height))


def _stretch(value: dict[str, Any], result: dict[str, Any], content: Content) -> list[Region]:
    """A span of a text or a region of a recording, which have one type."""
    if isinstance(content, Text):
        return _each(value, _span(value, content.text))
    start, end = (number(value.get(name), name, 0, 1e9) for name in ("start", "end"))
    return _each(value, AudioRegion(start, end, value.get("channel")))


def _span(value: dict[str, Any], text: str) -> Span:
    """Older versions counted UTF-16 units, as browsers do; the text that the result repeats tells which."""
    start, end = (whole(value.get(name), name, 0, 10**9) for name in ("start", "end"))
    said = value.get("text")
    if not isinstance(said, str) or text[start:end] == said:
        return Span(start, end)
    units = text.encode("utf-16-le")
    try:
        before, inside = units[: 2 * start].decode("utf-16-le"), units[2 * start : 2 * end].decode("utf-16-le")
    except UnicodeDecodeError:
        before, inside = "", ""
    if inside and inside == said:
        return Span(len(before), len(before) + len(inside))
    raise DataError(f"the characters {start} to {end} are {text[start:end][:40]!r}, but the result says {said[:40]!r}")


def _choices(value: dict[str, Any], result: dict[str, Any], content: Content) -> list[Region]:
    return [Region(ItemClass(), named(each)) for each in listed(value.get("choices"), "choices")]


def _taxonomy(value: dict[str, Any], result: dict[str, Any], content: Content) -> list[Region]:
    paths = (listed(each, "a path") for each in listed(value.get("taxonomy"), "taxonomy"))
    return [Region(ItemClass(), named(path[-1]), attributes={"path": list(path)}) for path in paths if path]


def _question(result: dict[str, Any]) -> str | None:
    found = result.get("from_name")
    return str(found) if found else None


def _number(value: dict[str, Any], result: dict[str, Any], content: Content) -> list[Region]:
    return [Region(Number(value.get("number")), _question(result))]  # type: ignore[arg-type]


def _rating(value: dict[str, Any], result: dict[str, Any], content: Content) -> list[Region]:
    return [Region(Ordinal(value.get("rating")), _question(result))]  # type: ignore[arg-type]


def _pairwise(value: dict[str, Any], result: dict[str, Any], content: Content) -> list[Region]:
    return [Region(PairChoice(str(value.get("selected"))), _question(result))]


def _textarea(value: dict[str, Any], result: dict[str, Any], content: Content) -> list[Region]:
    said = value.get("text")
    return [
        Region(FreeText(each), _question(result))
        for each in ([said] if isinstance(said, str) else listed(said, "text"))
    ]


def _relations(result: dict[str, Any]) -> list[Region]:
    direction = result.get("direction") or "right"
    ends = str(result.get("from_id")), str(result.get("to_id"))
    if direction == "left":
        ends = ends[1], ends[0]
    labels = [named(each) for each in listed(result.get("labels") or [], "labels")] or [None]  # type: ignore[list-item]
    return [Region(Relation(*ends, direction != "bi"), label) for label in labels]


_READERS: dict[str, Callable[[dict[str, Any], dict[str, Any], Content], list[Region]]] = {
    "rectangle": _rectangle, "polygon": _polygon, "brush": _brush, "keypoint": _keypoint, "labels": _stretch,
    "choices": _choices, "taxonomy": _taxonomy, "number": _number, "rating": _rating, "pairwise": _pairwise,
    "textarea": _textarea,
}  # fmt: skip
