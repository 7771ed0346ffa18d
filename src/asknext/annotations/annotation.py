"""One thing said about an item, and the form in which it is stored."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from asknext.annotations.answers import FreeText, ItemClass, Number, Ordinal, PairChoice
from asknext.annotations.audio_region import AudioRegion
from asknext.annotations.box import Box
from asknext.annotations.json_fields import fields, listed
from asknext.annotations.keypoints import Keypoints
from asknext.annotations.mask import Mask
from asknext.annotations.numbers import number, whole
from asknext.annotations.oriented_box import OrientedBox
from asknext.annotations.polygon import Polygon
from asknext.annotations.relation import Relation
from asknext.annotations.span import Span
from asknext.errors import DataError

__all__ = ["KINDS", "VERSION", "Annotation", "Shape", "Value", "label_from_json", "label_to_json"]

VERSION = 1

Shape = Box | OrientedBox | Polygon | Mask | Keypoints
Value = Shape | Span | Relation | AudioRegion | ItemClass | Number | Ordinal | PairChoice | FreeText

_TYPES = (
    Box, OrientedBox, Polygon, Mask, Keypoints, Span, Relation, AudioRegion, ItemClass, Number, Ordinal, PairChoice,
    FreeText,
)  # fmt: skip
KINDS: dict[str, type[Value]] = {each.kind: each for each in _TYPES}
_OPTIONAL = ("class", "score", "probabilities", "id", "group", "by", "attributes", "frame")


@dataclass(frozen=True, slots=True)
class Annotation:
    """A value, and what goes with it.

    Attributes
    ----------
    value : the shape, span or answer. label : its class (a name in files, an id in a project), or None.
    score : from 0 to 1 how sure a model is, or None. probabilities : those of all classes, in their order.
    id : what relations call it, unique in its item. group : the same for parts of one object, such as the outline and
    the keypoints of a person. by : who said it. attributes : answers to further questions, as JSON values.
    frame : on which frame of a sequence it is, by its index in the video; None where there is no sequence.

    Raises `DataError` where one of them cannot be.
    """

    value: Value
    label: str | None = None
    score: float | None = None
    probabilities: tuple[float, ...] | None = None
    id: str | None = None
    group: str | None = None
    by: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    frame: int | None = None

    def __post_init__(self) -> None:
        if self.score is not None:
            object.__setattr__(self, "score", number(self.score, "the score", 0, 1))
        if self.probabilities is not None:
            given = listed(self.probabilities, "probabilities")
            object.__setattr__(self, "probabilities", tuple(number(p, "a probability", 0, 1) for p in given))
        for name in ("label", "id", "group", "by"):
            _check_text(getattr(self, name), name)
        if self.attributes:
            _check_attributes(self.attributes)
        if self.frame is not None:
            object.__setattr__(self, "frame", whole(self.frame, "frame"))

    def to_json(self) -> dict[str, Any]:
        """The value's own fields, its ``type``, and what goes with it where there is something."""
        rest = (
            *(self.label, self.score, self.probabilities, self.id, self.group, self.by),
            *(dict(self.attributes) or None, self.frame),
        )
        given: dict[str, Any] = {name: each for name, each in zip(_OPTIONAL, rest, strict=True) if each is not None}
        if self.probabilities is not None:
            given["probabilities"] = list(self.probabilities)
        return {"type": self.value.kind, **self.value.to_json(), **given}

    @classmethod
    def from_json(cls, found: Any) -> Annotation:
        """What `to_json` gave; raises `DataError`."""
        kind = found.get("type") if isinstance(found, Mapping) else None
        if not isinstance(kind, str) or kind not in KINDS:
            raise DataError(f"an annotation has the type {str(kind)[:40]!r}; known are {', '.join(KINDS)}")
        own = {name: each for name, each in found.items() if name not in _OPTIONAL}
        rest = fields({name: found[name] for name in _OPTIONAL if name in found}, "annotation", (), _OPTIONAL)
        label, score, probabilities, id, group, by, attributes, frame = rest
        value = KINDS[kind].from_json(own)
        return cls(value, label, score, probabilities, id, group, by, attributes or {}, frame)


def label_to_json(annotations: Sequence[Annotation]) -> dict[str, Any]:
    """All that is said about one item, as it is stored: ``{"version": 1, "annotations": [...]}``."""
    return {"version": VERSION, "annotations": [each.to_json() for each in annotations]}


def label_from_json(found: Any) -> tuple[Annotation, ...]:
    """What `label_to_json` gave. Raises `DataError` that names the annotation, counted from 1."""
    version, annotations = fields(found, "label", ("version", "annotations"))
    if version != VERSION:
        raise DataError(f"a label is of version {str(version)[:20]}, and this program reads version {VERSION}")
    return tuple(_read(each, at) for at, each in enumerate(listed(annotations, "annotations"), 1))


def _read(found: Any, at: int) -> Annotation:
    try:
        return Annotation.from_json(found)
    except DataError as error:
        raise DataError(f"annotation {at}: {error.reason}") from None


def _check_text(value: Any, name: str) -> None:
    if value is None:
        return
    if not isinstance(value, str) or not value or len(value) > 1_000:
        raise DataError(f"{name} is {str(value)[:40]!r}, expected a text of 1 to 1,000 characters")
    # a name has to survive files of lines, columns and XML
    if value != value.strip() or any(ord(char) < 32 or 0xD800 <= ord(char) < 0xE000 for char in value):
        raise DataError(f"{name} {value[:40]!r} holds a control character, half a character, or spaces around it")


def _check_attributes(found: Any) -> None:
    if not isinstance(found, Mapping) or not all(isinstance(name, str) for name in found):
        raise DataError("attributes are no object with names")
    try:
        json.dumps(found, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        raise DataError("attributes hold something that JSON cannot say") from None
