"""An answer that is a list of annotations: what it may say in a project, of one item."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from asknext.annotations.annotation import Annotation
from asknext.annotations.answers import Number, Ordinal, PairChoice
from asknext.annotations.audio_region import AudioRegion
from asknext.annotations.interpolation import INTERPOLATED
from asknext.annotations.keypoints import Keypoints
from asknext.annotations.mask import Mask
from asknext.annotations.oriented_box import OrientedBox
from asknext.annotations.relation import Relation
from asknext.annotations.span import Span
from asknext.errors import DataError, InputError, UnknownName
from asknext.labelling.extent import Extent
from asknext.project.annotate_config import WHOLE, AnnotateConfig

if TYPE_CHECKING:
    from asknext.project.ontology import Ontology

__all__ = ["BYTES", "MOST", "AnnotatedRules", "checked_annotations"]

MOST, BYTES, LONGEST_ID = 5_000, 5_000_000, 100
SLACK = 0.5
"""Pixels by which a shape may stick out: half of one is lost where a pointer's place is rounded."""
LATE = 0.05
"""Seconds by which a region may end after the recording: players and headers differ in its length."""
_ONLY = {"regions": ("audio_region",), "spans": ("span", "relation")}
_ONLY |= {"number": ("number",), "ordinal": ("ordinal",), "pairwise": ("pair",)}

Answers = Callable[[Sequence[str], Mapping[str, Any], bool], dict[str, Any]]


@dataclass(frozen=True)
class AnnotatedRules:
    """What an answer is checked by: the task and its settings, the classes, and what their questions take.

    ``answers`` : of the chosen classes, what was said to their questions, whether it was said by the classes of now.
    """

    task: str
    annotate: AnnotateConfig
    ontology: Ontology
    answers: Answers

    @property
    def types(self) -> Sequence[str]:
        """The types of annotation that the task takes."""
        return _ONLY.get(self.task, self.annotate.shapes)


def checked_annotations(value: Any, rules: AnnotatedRules, extent: Extent, *, current: bool) -> dict[str, Any]:
    """``value`` in its one form: ``{"annotations": [...]}``, each with an id.

    Raises
    ------
    InputError, UnknownName : it is something else, or says what cannot be said of the item; the message names the
    annotation, counted from 1.
    """
    given = value.get("annotations") if isinstance(value, Mapping) and len(value) == 1 else None
    if not isinstance(given, list):
        raise InputError('An answer of this task is {"annotations": [...]}.')
    if len(given) > MOST or len(json.dumps(given)) > BYTES:
        raise InputError(f"An answer holds at most {MOST:,} annotations and {BYTES // 1_000_000} MB of them.")
    if rules.task in WHOLE and len(given) != 1:
        raise InputError(f"This task wants exactly one answer for an item; {len(given)} were given.")
    found = _with_ids([_read(each, at) for at, each in enumerate(given, 1)])
    spans = {each.id for each in found if isinstance(each.value, Span)}
    return {"annotations": [_checked(each, at, rules, extent, spans, current) for at, each in enumerate(found, 1)]}


def _read(given: Any, at: int) -> Annotation:
    try:
        return Annotation.from_json(given)
    except DataError as error:
        raise InputError(f"Annotation {at}: {error.reason}.") from None


def _with_ids(found: list[Annotation]) -> list[Annotation]:
    """Each with an id that no other has; those without one get one."""
    from dataclasses import replace

    taken: set[str] = set()
    for at, each in enumerate(found, 1):
        if each.id is not None and (each.id in taken or len(each.id) > LONGEST_ID):
            raise InputError(f"Annotation {at}: the id {each.id[:40]!r} stands there twice, or is too long.")
        taken |= {each.id} if each.id is not None else set()
    free = (name for name in (f"n{number}" for number in range(1, 2 * len(found) + 2)) if name not in taken)
    return [each if each.id is not None else replace(each, id=next(free)) for each in found]


def _checked(
    each: Annotation, at: int, rules: AnnotatedRules, extent: Extent, spans: set[str | None], current: bool
) -> dict[str, Any]:
    try:
        if each.value.kind not in rules.types:
            raise UnknownName("type of annotation in this task", each.value.kind, rules.types)
        _check_frame(each, extent)
        _check_place(each.value, extent)
        _check_whole(each.value, rules.annotate)
        if isinstance(each.value, Relation):
            _check_relation(each, rules.annotate, spans)
            answers = {}
        else:
            answers = _classified(each, rules, current)
    except (InputError, UnknownName, DataError) as error:
        raise InputError(f"Annotation {at}: {error}") from None
    shown = each.to_json() | ({"attributes": answers} if answers else {})
    if isinstance(each.value, Ordinal):
        shown["levels"] = len(rules.annotate.levels)
    return shown if answers or "attributes" not in shown else {**shown, "attributes": {}}


def _classified(each: Annotation, rules: AnnotatedRules, current: bool) -> dict[str, Any]:
    """What was answered to the questions of the annotation's class."""
    if rules.task in WHOLE:
        if each.label is not None:
            raise InputError("an answer of this task has no class.")
        return {}
    known = rules.ontology.by_id
    if each.label is None or each.label not in known:
        raise UnknownName("class", each.label or "", [one.id for one in rules.ontology.choosable])
    points = known[each.label].keypoints
    if isinstance(each.value, Keypoints) and points and len(points) != len(each.value.points):
        raise InputError(f"{known[each.label].name!r} has {len(points)} keypoints, and {len(each.value.points)} came.")
    return _attributes(each, rules, current)


def _attributes(each: Annotation, rules: AnnotatedRules, current: bool) -> dict[str, Any]:
    """Answers to questions and, in a frame, the mark of a shape that was computed from its neighbours."""
    computed = each.frame is not None and each.attributes.get(INTERPOLATED) is True
    mark = {INTERPOLATED: True} if computed else {}
    asked = {name: said for name, said in each.attributes.items() if name not in mark}
    return rules.answers([each.label or ""], asked, current) | mark


def _check_frame(each: Annotation, extent: Extent) -> None:
    if extent.frames is None:
        if each.frame is not None:
            raise InputError("the item is no sequence, so it has no frames.")
    elif each.frame not in extent.frames:
        raise InputError(f"the frame {each.frame} is none of the item's; they are told by their index in the video.")


def _check_place(value: Any, extent: Extent) -> None:
    """Refuse what lies outside of the item."""
    if isinstance(value, Span):
        if extent.characters is not None and value.end > extent.characters:
            raise InputError(f"the span ends at {value.end}, and the text has {extent.characters} characters.")
    elif isinstance(value, AudioRegion):
        if extent.seconds is not None and value.end > extent.seconds + LATE:
            raise InputError(f"the region ends at {value.end:g} s, and the recording at {extent.seconds:g} s.")
    elif extent.width is not None and extent.height is not None:
        _check_inside(value, extent.width, extent.height)


def _check_inside(value: Any, width: int, height: int) -> None:
    if isinstance(value, Mask) and (value.width, value.height) != (width, height):
        raise InputError(f"the mask is {value.width} x {value.height}, and the picture {width} x {height}.")
    if not hasattr(value, "bounds"):
        return
    left, top, right, bottom = value.bounds
    if isinstance(value, OrientedBox):  # its corners may well lie outside of the picture, its middle not
        left = right = (left + right) / 2
        top = bottom = (top + bottom) / 2
    if left < -SLACK or top < -SLACK or right > width + SLACK or bottom > height + SLACK:
        reach = f"from ({left:g}, {top:g}) to ({right:g}, {bottom:g})"
        raise InputError(f"the {value.kind} reaches {reach}, and the picture is {width} x {height}.")


def _check_whole(value: Any, annotate: AnnotateConfig) -> None:
    """Refuse a number, rank or choice that the settings do not know."""
    if isinstance(value, PairChoice) and value.chosen == "tie" and not annotate.tie:
        raise InputError("one of the two has to be chosen (annotate: tie is false).")
    if isinstance(value, Ordinal) and value.rank > len(annotate.levels):
        raise InputError(f"the rank is {value.rank}, and there are {len(annotate.levels)}.")
    if not isinstance(value, Number):
        return
    least, most, step = annotate.least, annotate.most, annotate.step
    if (least is not None and value.value < least) or (most is not None and value.value > most):
        ends = f"from {least:g}" if least is not None else ""
        raise InputError(f"the number is {value.value:g}, expected one {ends}{_to(most)}.")
    if step is not None:
        steps = (value.value - (least or 0.0)) / step
        if abs(steps - round(steps)) > 1e-6 * max(1.0, abs(steps)):
            raise InputError(f"the number is {value.value:g}, expected steps of {step:g}.")


def _to(most: float | None) -> str:
    return "" if most is None else f" up to {most:g}"


def _check_relation(each: Annotation, annotate: AnnotateConfig, spans: set[str | None]) -> None:
    value = each.value
    assert isinstance(value, Relation)
    if each.label not in annotate.relations:
        raise UnknownName("relation", each.label or "", annotate.relations)
    for end in (value.source, value.target):
        if end not in spans:
            raise InputError(f"the relation points at {end[:40]!r}, which is no span of this answer.")
    if value.source == value.target:
        raise InputError("the relation leads from a span to itself.")
