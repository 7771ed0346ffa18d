"""`Vocabulary`: what an answer may say: classes, and answers to the questions they ask."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from asknext.errors import InputError, UnknownName
from asknext.labelling.extent import Extent
from asknext.project.annotate_config import ANNOTATED, AnnotateConfig
from asknext.project.ontology import Ontology, arranged
from asknext.store.attribute import Attribute
from asknext.store.classes import LabelClass
from asknext.store.label_value import attributes_in, classes_in

__all__ = ["Vocabulary"]

LONGEST_TEXT, MOST_UNKNOWN = 5_000, 100
ANY, UNBOUNDED = AnnotateConfig(), Extent()


@dataclass(frozen=True)
class Vocabulary:
    """The classes of a project, retired ones too, and whether an item may have any number of them.

    ``version`` : of the classes. ``task``, ``annotate`` : of the project, for answers that are annotations.
    """

    classes: Sequence[LabelClass]
    multilabel: bool
    version: int = 0
    task: str = "single_label"
    annotate: AnnotateConfig = ANY

    @cached_property
    def ontology(self) -> Ontology:
        """The same as a tree."""
        return arranged(self.classes, self.version)

    def check(self, value: Any, *, current: bool = True, extent: Extent = UNBOUNDED) -> Any:
        """``value`` in its one form: class ids without repeats in the order of the classes, with what was answered to
        their questions beside them where there is something.

        Parameters
        ----------
        value : a list of class ids, or ``{"classes": [...], "attributes": {question id: answer}}``; in tasks of
            annotations ``{"annotations": [...]}``. extent : how far the item reaches that they are of.
        current : whether it was given by the classes as they are now. One given by those of before is kept as it is
            where it can be: retired classes, and answers to questions that are gone.

        Raises
        ------
        InputError : it is neither, or not exactly one class in a single-label task, or a required answer is missing.
        UnknownName : it names a class that never was, or a question or choice that does not exist.
        """
        if self.task in ANNOTATED:
            return self._annotations(value, extent, current)
        given = classes_in(value)
        whole = isinstance(value, list) or (isinstance(value, Mapping) and isinstance(value.get("classes"), list))
        if not whole or not all(isinstance(each, str) for each in given):
            raise InputError("A label is a list of class ids.")
        chosen = self._chosen(given)
        answers = self._answers(chosen, attributes_in(value), current)
        return {"classes": chosen, "attributes": answers} if answers else chosen

    def _annotations(self, value: Any, extent: Extent, current: bool) -> Any:
        from asknext.labelling.annotated_value import AnnotatedRules, checked_annotations

        rules = AnnotatedRules(self.task, self.annotate, self.ontology, self._answers)
        return checked_annotations(value, rules, extent, current=current)

    def name(self, class_id: str) -> str:
        """The name shown for a class id."""
        return next((each.name for each in self.classes if each.id == class_id), class_id)

    def _chosen(self, given: Sequence[str]) -> list[str]:
        known = self.ontology.by_id
        for each in given:
            if each not in known:
                raise UnknownName("class", each, [one.id for one in self.ontology.choosable])
        if not self.multilabel and len(given) != 1:
            raise InputError(f"This task wants exactly one class for an item; {len(given)} were given.")
        return [each.id for each in self.ontology.classes if each.id in given]

    def _answers(self, chosen: Sequence[str], given: Mapping[str, Any], current: bool) -> dict[str, Any]:
        questions = list({each.id: each for one in chosen for each in self.ontology.questions(one)}.values())
        answers: dict[str, Any] = {}
        for question in questions:
            if not question.is_asked(answers):
                continue
            if question.id in given and given[question.id] not in (None, "", []):
                answers[question.id] = _answer(question, given[question.id])
            elif question.required and current:
                raise InputError(f"{question.name!r} has to be answered, too.")
        unknown = {each: said for each, said in given.items() if each not in {one.id for one in questions}}
        if unknown and current:
            raise UnknownName("question of these classes", next(iter(unknown)), [each.id for each in questions])
        return {**answers, **_kept(unknown)}


def _answer(question: Attribute, given: Any) -> Any:
    """An answer in its one form. Raises InputError, UnknownName."""
    if question.kind == "number":
        return _number(question, given)
    if question.kind == "text":
        return _text(question, given)
    chosen = [given] if isinstance(given, str) else given
    if not isinstance(chosen, list) or not all(isinstance(each, str) for each in chosen):
        raise InputError(f"{question.name!r} is answered by choice ids.")
    known = [each.id for each in question.choices]
    for each in chosen:
        if each not in known:
            raise UnknownName(f"choice of {question.name!r}", each, known)
    if question.kind == "several":
        return [each for each in known if each in chosen]
    if len(chosen) != 1:
        raise InputError(f"{question.name!r} has exactly one answer; {len(chosen)} were given.")
    return chosen[0]


def _number(question: Attribute, given: Any) -> float | int:
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given) or abs(given) > 1e15:
        raise InputError(f"{question.name!r} is answered by a number.")
    return given


def _text(question: Attribute, given: Any) -> str:
    if not isinstance(given, str) or not given.strip() or len(given) > LONGEST_TEXT:
        raise InputError(f"{question.name!r} is answered by text of 1 to {LONGEST_TEXT:,} characters.")
    if "\0" in given or any("\ud800" <= each <= "\udfff" for each in given):
        raise InputError(f"The answer to {question.name!r} holds a character that is no text.")
    return given.strip()


def _kept(unknown: Mapping[str, Any]) -> dict[str, Any]:
    """Answers to questions that are gone, as far as they have a form that any question had."""
    sound = {}
    for each, said in list(unknown.items())[:MOST_UNKNOWN]:
        texts = said if isinstance(said, list) else [said]
        plain = all(isinstance(one, str | int | float) for one in texts) and len(str(said)) <= LONGEST_TEXT
        if plain and isinstance(each, str) and "\0" not in f"{each}{said}":
            sound[each] = said
    return sound
