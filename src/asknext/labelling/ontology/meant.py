"""Events as they are understood today: every value says what it means in the classes as they are now."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from asknext.project.ontology import Ontology
from asknext.store.label_value import annotations_in, classes_in, decoded_value, encoded_value

__all__ = ["Meant", "meant", "meant_guess", "meant_labels"]

ANSWERS = ("accept", "adjudicate", "correct", "gold", "label")


class Meant:
    """An event with another value; everything else is the event's own."""

    __slots__ = ("_event", "value")

    def __init__(self, event: Any, value: str | None) -> None:
        self._event, self.value = event, value

    def __getattr__(self, name: str) -> Any:
        return getattr(self._event, name)


def meant(events: Iterable[Any], ontology: Ontology) -> Iterator[Any]:
    """The events, with values as plain lists of the classes they mean now, or as annotations with these classes.

    An answer that says nothing any more is left out, as if it had not been given; a gold answer becomes None. The
    stored events stay as they are, so an ontology that is changed back gives the old answers back.
    """
    means = _meanings(ontology)
    for each in events:
        if each.kind not in ANSWERS or each.value is None:
            yield each
            continue
        value = means(each.value)
        if value is not None or each.kind == "gold":
            yield each if value == each.value else Meant(each, value)


def meant_labels(labels: Iterable[Any], ontology: Ontology) -> Iterable[Any]:
    """Rows of labels as they are understood today, also those that no job has brought in line yet."""
    if len(ontology.choosable) == len(ontology.classes):
        return labels
    means = _meanings(ontology)
    found = ((each, means(each.value)) for each in labels)
    return (each if value == each.value else Meant(each, value) for each, value in found if value is not None)


def _meanings(ontology: Ontology) -> Callable[[str], str | None]:
    @cache
    def means(text: str) -> str | None:
        value = decoded_value(text)
        found = ontology.meaning(value)
        if found is None:
            return None
        annotations = annotations_in(value)
        return encoded_value(found) if annotations is None else _restated(text, annotations, ontology)

    return means


def _restated(text: str, annotations: list[dict[str, Any]], ontology: Ontology) -> str:
    """The annotations by the classes of now; the same text where nothing changed."""
    ids = {each: ontology.meaning_of(each) for each in classes_in({"annotations": annotations})}
    if all(old == new for old, new in ids.items()):
        return text
    told = [
        each if each["type"] == "relation" or "class" not in each else {**each, "class": ids[each["class"]]}
        for each in annotations
    ]
    return json.dumps({"annotations": told})


def meant_guess(guess: list[tuple[str, float]] | None, ontology: Ontology) -> list[tuple[str, float]] | None:
    """A guess from before a change: classes that are one now are one guess, those that are gone are left out."""
    if guess is None:
        return None
    found: dict[str, float] = {}
    for class_id, probability in guess:
        now = ontology.meaning_of(class_id)
        if now is not None:
            found[now] = min(found.get(now, 0.0) + probability, 1.0)
    return sorted(found.items(), key=lambda each: -each[1]) or None
