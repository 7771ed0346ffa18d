"""One value as the type and the value of a result of Label Studio."""

from __future__ import annotations

import json
from typing import Any

from asknext.annotations import (
    Annotated,
    AudioRegion,
    Box,
    FreeText,
    Keypoints,
    Mask,
    Number,
    Ordinal,
    OrientedBox,
    PairChoice,
    Picture,
    Polygon,
    Span,
    Text,
    Value,
)
from asknext.formats.exchange.brush_bits import brush_of_mask
from asknext.formats.exchange.hundredths import share_of_pixels

__all__ = ["about_region", "told"]


def about_region(tag: str, id: str, name: str, answer: Any) -> dict[str, Any]:
    """The result of an answer ``name`` about the region ``id``, which has the same id."""
    value: dict[str, Any]
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        kind, value = "number", {"number": answer}
    elif isinstance(answer, list) and all(isinstance(each, str) for each in answer):
        kind, value = "choices", {"choices": answer}
    else:
        told = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        kind, value = "textarea", {"text": [told]}
    return {"id": id, "type": kind, "from_name": name, "to_name": tag, "value": value}


def told(value: Value, item: Annotated) -> tuple[str, dict[str, Any]]:
    """The type and the value of a result."""
    picture = item.content if isinstance(item.content, Picture) else Picture()

    def share(x: float, y: float) -> tuple[float, float]:
        return share_of_pixels(x, picture.width), share_of_pixels(y, picture.height)

    match value:
        case Box():
            return "rectangle", _rectangle(value.x, value.y, value.width, value.height, 0, picture)
        case OrientedBox():
            return "rectangle", _rectangle(*value.corners[0], *value.size, value.degrees, picture)
        case Polygon():
            return "polygon", {"points": [share(*each) for each in value.parts[0][0]], "closed": True}
        case Keypoints():
            x, y = share(*value.points[0][:2])
            return "keypoint", {"x": x, "y": y, "width": 0.5}
        case Mask():
            return "brush", {"format": "rle", "rle": brush_of_mask(value)}
        case Span():
            text = item.content.text if isinstance(item.content, Text) else ""
            return "labels", {"start": value.start, "end": value.end, "text": text[value.start : value.end]}
        case AudioRegion():
            channel = {} if value.channel is None else {"channel": value.channel}
            return "labels", {"start": value.start, "end": value.end, **channel}
    return _answer(value)


def _answer(value: Value) -> tuple[str, dict[str, Any]]:
    match value:
        case Number(value=number):
            return "number", {"number": number}
        case Ordinal(rank=rank):
            return "rating", {"rating": rank}
        case PairChoice(chosen=chosen):
            return "pairwise", {"selected": chosen}
        case FreeText(text=text):
            return "textarea", {"text": [text]}
    return "choices", {}


def _rectangle(x: float, y: float, w: float, h: float, degrees: float, picture: Picture) -> dict[str, Any]:
    across, down = picture.width, picture.height
    places = {"x": share_of_pixels(x, across), "y": share_of_pixels(y, down)}
    return places | {"width": share_of_pixels(w, across), "height": share_of_pixels(h, down), "rotation": degrees}
