"""``ontology.yaml``: the classes as a file that people write, read and compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml  # type: ignore[import-untyped]

from asknext.errors import DataError, UnknownName
from asknext.project.ontology.checked import DEEPEST
from asknext.project.ontology.ontology import Ontology
from asknext.project.ontology.spec import AttributeSpec, ClassSpec
from asknext.project.strict_yaml import compose, refuse_repeated_keys
from asknext.store.attribute import Attribute
from asknext.store.classes import LabelClass

__all__ = ["OntologyFile", "parse_ontology", "written_ontology"]

LIMIT = 2_000_000
_TEXT, _TRUTH = "text", "true or false"
_HEADING = """\
# The classes of a project. Edit and give back: asknext ontology apply DIR ontology.yaml
# An id stands in labels and never changes; a class without one is found by its name, or is new.
"""


@dataclass(frozen=True)
class OntologyFile:
    """What a file says: the classes at the top, and which ontology it is (None: a hand-written one)."""

    classes: tuple[ClassSpec, ...]
    uid: str | None = None


def parse_ontology(text: str, source: str = "") -> OntologyFile:
    """Read the text of an ``ontology.yaml``.

    Raises
    ------
    DataError : it cannot be used; the message names file, line and key.
    """
    try:
        if len(text) > LIMIT:
            raise DataError(f"The file has {len(text):,} characters; an ontology may have {LIMIT:,} at most.")
        return _file(compose(text))
    except DataError as error:
        raise DataError(error.reason, source=source, line=error.line, column=error.column) from None


def written_ontology(ontology: Ontology, uid: str | None = None) -> str:
    """The text of the file; `parse_ontology` reads the same classes from it."""
    head: dict[str, Any] = {} if uid is None else {"uid": uid}
    if ontology.version:
        head["version"] = ontology.version
    values = {**head, "classes": [_shown(ontology, each) for each in ontology.children(None)]}
    return _HEADING + str(yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=100))


def _shown(ontology: Ontology, one: LabelClass) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": one.name, "id": one.id, "key": one.key, "colour": one.colour}
    shown |= {"heading": one.heading or None, "description": one.description, "examples": list(one.examples)}
    shown |= {"shapes": list(one.shapes), "attributes": [_shown_question(one, each) for each in one.attributes]}
    shown["classes"] = [_shown(ontology, each) for each in ontology.children(one.id)]
    return {name: value for name, value in shown.items() if value not in (None, [])}


def _shown_question(one: LabelClass, question: Attribute) -> dict[str, Any]:
    names = {each.id: each for each in one.attributes}
    conditions = {
        names[asked].name: [each.name for each in names[asked].choices if each.id in wanted]
        for asked, wanted in question.only_if
    }
    shown: dict[str, Any] = {"name": question.name, "id": question.id, "kind": question.kind}
    shown |= {"required": question.required or None, "choices": {each.id: each.name for each in question.choices}}
    shown["only_if"] = conditions
    return {name: value for name, value in shown.items() if value not in (None, [], {})}


def _file(node: Any) -> OntologyFile:
    read = _mapping(node, "ontology", ("classes", "uid", "version"))
    if "classes" not in read:
        raise DataError("Found no classes, expected a list of them below the key classes.", line=1, column="classes")
    uid = None if "uid" not in read else str(_scalar(read["uid"], "uid", _TEXT))
    return OntologyFile(_list(read["classes"], "classes", lambda each: _class(each, 1)), uid)


_CLASS_KEYS = ("name", "id", "key", "colour", "heading", "description", "examples", "shapes", "attributes", "classes")
_QUESTION_KEYS = ("name", "id", "kind", "required", "choices", "only_if")


def _class(node: Any, depth: int) -> ClassSpec:
    line = node.start_mark.line + 1
    if depth > DEEPEST:
        raise DataError(f"Classes may stand {DEEPEST} deep at most.", line=line, column="classes")
    if isinstance(node, yaml.ScalarNode):
        return ClassSpec(str(_scalar(node, "name", _TEXT)), line=line)
    read = _mapping(node, "class", _CLASS_KEYS)
    if "name" not in read:
        raise DataError("A class needs a name.", line=line, column="name")
    texts = {key: _optional(read, key) for key in ("id", "key", "colour", "description")}
    return ClassSpec(
        name=str(_scalar(read["name"], "name", _TEXT)),
        heading=_truth(read, "heading"),
        examples=_texts(read, "examples"),
        shapes=_texts(read, "shapes"),
        attributes=_list(read["attributes"], "attributes", _question) if "attributes" in read else (),
        classes=_list(read["classes"], "classes", lambda each: _class(each, depth + 1)) if "classes" in read else (),
        line=line,
        **texts,
    )


def _question(node: Any) -> AttributeSpec:
    read = _mapping(node, "question", _QUESTION_KEYS)
    for key in ("name", "kind"):
        if key not in read:
            raise DataError(f"A question needs a {key}.", line=node.start_mark.line + 1, column=key)
    return AttributeSpec(
        name=str(_scalar(read["name"], "name", _TEXT)),
        kind=str(_scalar(read["kind"], "kind", _TEXT)),
        id=_optional(read, "id"),
        choices=_choices(read["choices"]) if "choices" in read else (),
        required=_truth(read, "required"),
        only_if=_conditions(read["only_if"]) if "only_if" in read else {},
    )


def _choices(node: Any) -> tuple[tuple[str | None, str], ...]:
    """A list of names, or ids with names."""
    if isinstance(node, yaml.MappingNode):
        refuse_repeated_keys(node)
        return tuple(
            (str(_scalar(key, "choices", _TEXT)), str(_scalar(name, "choices", _TEXT))) for key, name in node.value
        )
    return tuple((None, str(_scalar(each, "choices", _TEXT))) for each in _sequence(node, "choices"))


def _conditions(node: Any) -> Mapping[str, Sequence[str]]:
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(node, "only_if", "a question with its choices (question: [choice, choice])")
    refuse_repeated_keys(node)
    return {str(_scalar(key, "only_if", _TEXT)): _one_or_more(value, "only_if") for key, value in node.value}


def _one_or_more(node: Any, key: str) -> tuple[str, ...]:
    if isinstance(node, yaml.ScalarNode):
        return (str(_scalar(node, key, _TEXT)),)
    return tuple(str(_scalar(each, key, _TEXT)) for each in _sequence(node, key))


def _mapping(node: Any, what: str, known: Sequence[str]) -> dict[str, Any]:
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(node, what, "keys with values (key: value)")
    refuse_repeated_keys(node)
    for key, _ in node.value:
        if key.value not in known:
            sentence = str(UnknownName(f"key of {'an' if what == 'ontology' else 'a'} {what}", key.value, known))
            raise DataError(sentence, line=key.start_mark.line + 1, column=str(key.value))
    return {key.value: value for key, value in node.value if not _is_null(value)}


def _sequence(node: Any, key: str) -> list[Any]:
    if not isinstance(node, yaml.SequenceNode):
        raise _wrong(node, key, "a list (- one, - another)")
    found: list[Any] = node.value
    return found


def _list(node: Any, key: str, read: Callable[[Any], Any]) -> tuple[Any, ...]:
    return tuple(read(each) for each in _sequence(node, key))


def _texts(read: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return _one_or_more(read[key], key) if key in read else ()


def _optional(read: Mapping[str, Any], key: str) -> str | None:
    return None if key not in read else str(_scalar(read[key], key, _TEXT))


def _truth(read: Mapping[str, Any], key: str) -> bool:
    return key in read and str(_scalar(read[key], key, _TRUTH)).lower() in ("true", "yes", "on")


def _scalar(node: Any, key: str, expected: str) -> str:
    """The text of a scalar as it is written: YAML would make False of a class called no, and 3.1 of 3.10."""
    if not isinstance(node, yaml.ScalarNode) or _is_null(node):
        raise _wrong(node, key, expected)
    if expected == _TRUTH and not node.tag.endswith(":bool"):
        raise _wrong(node, key, expected)
    found: str = node.value
    return found


def _is_null(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null")


def _wrong(node: Any, key: str, expected: str) -> DataError:
    if node is None:
        return DataError(f"The file is empty; expected {expected}.", column=key)
    found = repr(node.value)[:60] if isinstance(node, yaml.ScalarNode) else f"a {node.id}"
    return DataError(f"Found {found}, expected {expected}.", line=node.start_mark.line + 1, column=key)
