"""Classes as somebody wants them: what a file or a form says, before ids are found and anything is checked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from asknext.errors import InputError, UnknownName
from asknext.project.ontology.ids import Ids
from asknext.store.attribute import KINDS, Attribute, AttributeChoice
from asknext.store.class_name import cleaned_name, folded_name

__all__ = ["SHAPES", "AttributeSpec", "ClassSpec", "attributes_of", "checked_colour", "checked_shapes", "checked_texts"]

SHAPES = ("box", "keypoint", "mask", "polygon", "region", "span")
MOST_ATTRIBUTES, MOST_CHOICES, MOST_EXAMPLES, LONGEST_TEXT = 30, 200, 50, 5_000
_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class AttributeSpec:
    """A question as given: choices as (id or None, name), ``only_if`` by names or ids."""

    name: str
    kind: str
    id: str | None = None
    choices: tuple[tuple[str | None, str], ...] = ()
    required: bool = False
    only_if: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class ClassSpec:
    """A class as given; ``line`` is where it stands in a file."""

    name: str
    id: str | None = None
    key: str | None = None
    colour: str | None = None
    description: str | None = None
    examples: tuple[str, ...] = ()
    attributes: tuple[AttributeSpec, ...] = ()
    shapes: tuple[str, ...] = ()
    heading: bool = False
    classes: tuple[ClassSpec, ...] = ()
    line: int | None = None


def checked_colour(colour: str) -> str:
    """``#rrggbb`` in small letters. Raises InputError for anything else."""
    if not _COLOUR.fullmatch(colour.lower()):
        raise InputError(f"A colour is written #rrggbb, for example #3f46c8; {colour!r} is not.")
    return colour.lower()


def checked_shapes(shapes: Sequence[str]) -> tuple[str, ...]:
    """The shapes without repeats. Raises UnknownName."""
    for each in shapes:
        if each not in SHAPES:
            raise UnknownName("shape", each, SHAPES)
    return tuple(dict.fromkeys(shapes))


def checked_texts(texts: Sequence[str], what: str, most: int = MOST_EXAMPLES) -> tuple[str, ...]:
    """Texts that can be stored. Raises InputError for too many, too long ones, or a NUL."""
    if len(texts) > most:
        raise InputError(f"There are {len(texts):,} {what}; there may be {most} at most.")
    for each in texts:
        if len(each) > LONGEST_TEXT or "\0" in each or any("\ud800" <= one <= "\udfff" for one in each):
            raise InputError(f"One of the {what} is longer than {LONGEST_TEXT:,} characters or holds what is no text.")
    return tuple(each.strip() for each in texts if each.strip())


def attributes_of(specs: Sequence[AttributeSpec], had: Sequence[Attribute], ids: Ids) -> tuple[Attribute, ...]:
    """The questions that ``specs`` ask for; those that are there already, by id or name, keep their ids.

    Raises
    ------
    InputError, UnknownName : a question cannot be asked as it is; the message says which and why.
    """
    if len(specs) > MOST_ATTRIBUTES:
        raise InputError(f"A class has {MOST_ATTRIBUTES} questions at most; {len(specs)} were given.")
    made: list[Attribute] = []
    for spec in specs:
        name = cleaned_name(spec.name)
        if any(folded_name(each.name) == folded_name(name) for each in made):
            raise InputError(f"The question {name!r} stands there twice.")
        made.append(_attribute(spec, name, made, had, ids))
    return tuple(made)


def _attribute(
    spec: AttributeSpec, name: str, earlier: Sequence[Attribute], had: Sequence[Attribute], ids: Ids
) -> Attribute:
    if spec.kind not in KINDS:
        raise UnknownName("kind of question", spec.kind, KINDS)
    same = [
        each for each in had if each.id == spec.id or (spec.id is None and folded_name(each.name) == folded_name(name))
    ]
    before = same[0] if same and same[0].kind == spec.kind and same[0] not in earlier else None
    choices = _choices(spec, name, () if before is None else before.choices, ids)
    return Attribute(
        id=before.id if before else ids.new("q"),
        name=name,
        kind=spec.kind,
        choices=choices,
        required=spec.required,
        only_if=_conditions(spec, name, earlier),
    )


def _choices(spec: AttributeSpec, name: str, had: Sequence[AttributeChoice], ids: Ids) -> tuple[AttributeChoice, ...]:
    if spec.kind not in ("one", "several"):
        if spec.choices:
            raise InputError(f"The question {name!r} asks for a {spec.kind}, so it has no choices.")
        return ()
    if not 1 <= len(spec.choices) <= MOST_CHOICES:
        raise InputError(f"The question {name!r} needs 1 to {MOST_CHOICES} choices; it has {len(spec.choices)}.")
    made: list[AttributeChoice] = []
    for given, text in spec.choices:
        text = cleaned_name(text)
        if any(folded_name(each.name) == folded_name(text) for each in made):
            raise InputError(f"The question {name!r} has the choice {text!r} twice.")
        same = [
            each.id
            for each in had
            if each.id == given or (given is None and folded_name(each.name) == folded_name(text))
        ]
        free = [each for each in same if each not in [one.id for one in made]]
        made.append(AttributeChoice(free[0] if free else ids.new("o"), text))
    return tuple(made)


def _conditions(
    spec: AttributeSpec, name: str, earlier: Sequence[Attribute]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = []
    for question, wanted in spec.only_if.items():
        asked = next((each for each in earlier if question in (each.id, each.name)), None)
        if asked is None:
            raise InputError(f"{name!r} is asked only if {question!r}, which is no question above it in this class.")
        if not asked.choices or not wanted:
            raise InputError(f"{name!r} is asked only if {question!r}: that needs one or more of its choices.")
        found.append((asked.id, tuple(_chosen(asked, each) for each in wanted)))
    return tuple(found)


def _chosen(asked: Attribute, wanted: str) -> str:
    for each in asked.choices:
        if wanted == each.id or folded_name(wanted) == folded_name(each.name):
            return each.id
    raise UnknownName(f"choice of {asked.name!r}", wanted, [each.name for each in asked.choices])
