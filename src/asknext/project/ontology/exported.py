"""`Exported`: labels as an export tells them, by the names of today or of any version."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from asknext.project.layout import ANSWER
from asknext.project.ontology.ontology import Ontology
from asknext.project.ontology.reading import ontology_at, read_ontology
from asknext.store.attribute import Attribute
from asknext.store.label_value import attributes_in, classes_in, decoded_value
from asknext.store.ontology import all_versions

__all__ = ["Exported"]


class Exported:
    """Names of labels, and answers to the questions of their classes.

    Parameters
    ----------
    version : of the classes by whose names the labels are told; None: as they are now.

    Attributes
    ----------
    of_the_past : whether they are told by a version of before, which asks for the events' values.

    Raises
    ------
    InputError : there is no such version.
    """

    def __init__(self, conn: Connection, version: int | None = None) -> None:
        self._now = read_ontology(conn)
        self._then = self._now if version is None else ontology_at(conn, version)
        self._whole = {} if version is None else _split_since(conn, version)
        self.of_the_past = self._then is not self._now

    @cached_property
    def questions(self) -> dict[str, Attribute]:
        """Column name -> the question that it holds the answers to; a question two classes ask is named with both."""
        asked = [(each, question) for each in self._then.live for question in each.attributes]
        names = [question.name for _, question in asked]
        return {
            ANSWER + (question.name if names.count(question.name) == 1 else f"{each.name}.{question.name}"): question
            for each, question in asked
        }

    def answers(self, event_value: str | None) -> list[Any]:
        """What an answer says to each of `questions`, in names; None where it says nothing."""
        if event_value is None or not event_value.startswith("{"):
            return [None] * len(self.questions)
        said = attributes_in(decoded_value(event_value))
        return [_named(question, said.get(question.id)) for question in self.questions.values()]

    def names(self, value: str, event_value: str | None) -> list[str] | None:
        """The names of the classes of a label; None where it says nothing any more (and will be asked again)."""
        now = self._now.meaning(decoded_value(value))
        if now is None:
            return None
        ids = self._ids_then(now, event_value) if self.of_the_past else now
        return [self._name(each) for each in ids]

    def _name(self, class_id: str) -> str:
        found = self._then.by_id.get(class_id) or self._now.by_id.get(class_id)
        return class_id if found is None else found.name

    def _ids_then(self, now: Sequence[str], event_value: str | None) -> Sequence[str]:
        """What the answer behind a label meant then; where the classes of today are newer, what they came from."""
        said = None if event_value is None else decoded_value(event_value)
        if (
            said is not None
            and self._now.meaning(said) == list(now)
            and set(classes_in(said)) <= self._then.by_id.keys()
        ):
            return self._then.meaning(said) or now
        return list(dict.fromkeys(_then_id(each, self._then, self._whole) for each in now))


def _then_id(class_id: str, then: Ontology, whole: Mapping[str, str]) -> str:
    while class_id not in then.by_id and class_id in whole:
        class_id = whole[class_id]
    return class_id


def _split_since(conn: Connection, version: int) -> dict[str, str]:
    """Classes that came from splitting another one after ``version``: id -> that one's."""
    changes = [json.loads(row.change) for row in all_versions(conn) if row.version > version]
    split = [change for change in changes if change["do"] == "split"]
    return {each["class"]: change["class"] for change in split for each in change["did"] if each["what"] == "added"}


def _named(question: Attribute, said: Any) -> Any:
    names = {each.id: each.name for each in question.choices}
    if isinstance(said, list):
        return [names.get(each, each) for each in said]
    return names.get(said, said) if isinstance(said, str) and names else said
