"""What an answer's value holds: class ids with what was answered to their questions, or annotations with classes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

__all__ = [
    "annotations_in",
    "attributes_in",
    "classes_in",
    "decoded_value",
    "encoded_value",
    "like_class",
    "whole_answer",
]


def classes_in(value: Any) -> list[str]:
    """The class ids of a decoded value: itself where it is a list, else what it holds below ``classes``; of annotations
    those that occur, once each. The class of a relation is its name and no class of the project.
    """
    annotations = annotations_in(value)
    if annotations is not None:
        named = (each.get("class") for each in annotations if each.get("type") != "relation")
        return list(dict.fromkeys(each for each in named if isinstance(each, str)))
    found = value.get("classes", []) if isinstance(value, Mapping) else value
    return list(found) if isinstance(found, list | tuple) else []


def annotations_in(value: Any) -> list[dict[str, Any]] | None:
    """The annotations of a decoded value, None where it is not such a value."""
    found = value.get("annotations") if isinstance(value, Mapping) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else None


def whole_answer(text: str) -> Any:
    """What a stored answer about an item as a whole says: a number, a rank, or which of a pair; None for others."""
    found = annotations_in(json.loads(text)) or [{}]
    return next((found[0][name] for name in ("value", "rank", "chosen") if name in found[0]), None)


def attributes_in(value: Any) -> dict[str, Any]:
    """What was answered to the questions of the classes: question id -> choice id, choice ids, number or text."""
    found = value.get("attributes") if isinstance(value, Mapping) else None
    return dict(found) if isinstance(found, Mapping) else {}


def decoded_value(text: str | None) -> Any:
    """The value of a label event, or None."""
    return None if text is None else json.loads(text)


def encoded_value(classes: list[str], attributes: Mapping[str, Any] | None = None) -> str:
    """A value as it is stored; a plain list where there is nothing beside the classes."""
    if not attributes:
        return json.dumps(classes)
    return json.dumps({"classes": classes, "attributes": dict(attributes)}, ensure_ascii=False)


def like_class(class_id: str) -> str:
    """What stands in every stored value that names the class; an answer in text may hold it, too."""
    return json.dumps(class_id)
