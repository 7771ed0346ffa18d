"""`Sorting`: how the labels of one class are given to the classes below it, by rules that somebody set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from asknext.errors import InputError, UnknownName
from asknext.project.ontology import Ontology
from asknext.store.class_name import folded_name
from asknext.store.ontology import labelled_with

__all__ = ["Guesses", "Sorting", "sorted_counts"]

Guesses = Callable[[int], "list[tuple[str, float]] | None"]
"""The model's guesses at an item: (class id, probability), best first."""


@dataclass(frozen=True)
class Sorting:
    """Rules, the first that fits decides; an item that none fits is left to people.

    Attributes
    ----------
    whole : id of the class whose labels are sorted. rules : ``{"into": class id, "items": [item ids]}``,
        ``{"into": class id, "search": words in the content}`` or ``{"model": least probability}``.
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

    def target(self, row: Any, guesses: Guesses | None, below: Sequence[str]) -> str | None:
        """The class for an item (with pos, id and content), or None."""
        return next((found for rule in self.rules if (found := _fits(rule, row, guesses, below))), None)


def sorted_counts(conn: Connection, sorting: Sorting, ontology: Ontology) -> dict[str, int]:
    """How many labels go where: class name -> number; ``""`` for those that no rule fits."""
    counts: dict[str, int] = {}
    for row in labelled_with(conn, sorting.whole):
        target = sorting.target(row, None, ())
        name = "" if target is None else ontology.by_id[target].name
        counts[name] = counts.get(name, 0) + 1
    return counts


def _found(rule: Mapping[str, Any], below: Sequence[Any]) -> dict[str, Any]:
    if "model" in rule:
        least = float(rule["model"])
        if not 0 < least <= 1:
            raise InputError(f"A model's guess counts from a probability on, above 0 and up to 1; {least:g} is not.")
        return {"model": least}
    into = next((each.id for each in below if rule.get("into") in (each.id, each.name)), None)
    into = into or next(
        (each.id for each in below if folded_name(str(rule.get("into"))) == folded_name(each.name)), None
    )
    if into is None:
        raise UnknownName("class to sort into", rule.get("into"), [each.name for each in below])
    if "items" in rule:
        return {"into": into, "items": dict.fromkeys(map(str, rule["items"]), 1)}  # an object is searched at once
    if not str(rule.get("search", "")).strip():
        raise InputError("A rule names items, words to search for, or the model.")
    return {"into": into, "search": str(rule["search"])}


def _fits(rule: Mapping[str, Any], row: Any, guesses: Guesses | None, below: Sequence[str]) -> str | None:
    if "model" in rule:
        best = [each for each in (guesses(row.pos) or ()) if each[0] in below] if guesses else []
        return best[0][0] if best and best[0][1] >= rule["model"] else None
    if "items" in rule:
        return str(rule["into"]) if row.id in rule["items"] else None
    return str(rule["into"]) if str(rule["search"]).casefold() in row.content.casefold() else None
