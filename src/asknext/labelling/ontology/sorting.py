"""`Sorting`: how the labels of one class are given to the classes below it, by rules that somebody set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from asknext.errors import InputError, UnknownName
from asknext.project.ontology import Ontology
from asknext.store.class_name import folded_name
from asknext.store.classes import LabelClass
from asknext.store.ontology import labelled_with

__all__ = ["Sorting", "sorted_counts"]


@dataclass(frozen=True)
class Sorting:
    """Rules, the first that fits decides; an item that none fits is left to people.

    Attributes
    ----------
    whole : id of the class whose labels are sorted. rules : ``{"into": class id, "items": [item ids]}``
        or ``{"into": class id, "search": words in the content}``.
    """

    whole: str
    rules: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, whole: str, rules: Sequence[Mapping[str, Any]], ontology: Ontology) -> Sorting:
        """Rules with the classes they name found.

        Raises
        ------
        UnknownName : a rule names no class below ``whole``. InputError : a rule is none.
        """
        below = [each for each in ontology.below(whole) if not each.heading]
        return cls(whole, tuple(_found(rule, below) for rule in rules))

    def target(self, row: Any) -> str | None:
        """The class for an item (with id and content), or None."""
        return next((str(rule["into"]) for rule in self.rules if _fits(rule, row)), None)


def sorted_counts(conn: Connection, sorting: Sorting, ontology: Ontology) -> dict[str, int]:
    """How many labels go where: class name -> number; ``""`` for those that no rule fits."""
    counts: dict[str, int] = {}
    for row in labelled_with(conn, sorting.whole):
        target = sorting.target(row)
        name = "" if target is None else ontology.by_id[target].name
        counts[name] = counts.get(name, 0) + 1
    return counts


def _found(rule: Mapping[str, Any], below: Sequence[LabelClass]) -> dict[str, Any]:
    named, items, words = str(rule.get("into")), rule.get("items"), rule.get("search")
    into = next((each.id for each in below if named == each.id or folded_name(named) == folded_name(each.name)), None)
    if into is None:
        raise UnknownName("class to sort into", rule.get("into"), [each.name for each in below])
    if items is not None:
        return {"into": into, "items": dict.fromkeys(map(str, items), 1)}  # an object is searched at once
    if not str(words or "").strip():
        raise InputError("A rule names items, or words to search for.")
    return {"into": into, "search": str(words)}


def _fits(rule: Mapping[str, Any], row: Any) -> bool:
    if "items" in rule:
        return row.id in rule["items"]
    return str(rule["search"]).casefold() in row.content.casefold()
