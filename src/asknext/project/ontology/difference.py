"""What differs between two states of the classes, for people who decide and for what is written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from asknext.project.ontology.ontology import Ontology
from asknext.store.classes import LabelClass

__all__ = ["Difference", "differences", "lost_classes", "meanings_changed"]

_FIELDS = ("key", "colour", "description", "examples", "attributes", "shapes")


@dataclass(frozen=True)
class Difference:
    """One difference: ``what`` of which class, what it was and what it is now.

    ``what`` is one of added, restored, renamed, moved, reordered, merged, deleted, heading, key, colour, description,
    examples, attributes, shapes.
    """

    what: str
    class_id: str
    name: str
    was: str | None = None
    now: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"what": self.what, "class": self.class_id, "name": self.name, "was": self.was, "now": self.now}


def differences(before: Ontology, after: Ontology) -> list[Difference]:
    """Every difference, class by class in the order of ``after``."""
    found = [each for one in after.classes for each in _of_class(before, after, one)]
    changed = {each.class_id for each in found if each.what in ("moved", "added", "restored", "merged", "deleted")}
    if not changed and [each.id for each in before.live] != [each.id for each in after.live]:
        place = {each.id: number for number, each in enumerate(before.live)}
        other = next(each for number, each in enumerate(after.live) if place[each.id] != number)
        found.append(Difference("reordered", other.id, other.name))
    return found


def meanings_changed(before: Ontology, after: Ontology) -> list[str]:
    """Ids of classes that an answer may name whose answers mean something else after the change."""
    return [each.id for each in before.classes if before.meaning_of(each.id) != after.meaning_of(each.id)]


def lost_classes(before: Ontology, after: Ontology) -> list[LabelClass]:
    """Classes whose answers say something before and nothing after."""
    changed = [before.by_id[each] for each in meanings_changed(before, after)]
    return [each for each in changed if after.meaning_of(each.id) is None]


def _of_class(before: Ontology, after: Ontology, now: LabelClass) -> Iterable[Difference]:
    was = before.by_id.get(now.id)
    if was is None:
        if now.retired is None:
            yield Difference("added", now.id, now.name, now=_path(after, now))
        return
    if was.retired != now.retired or was.merged_into != now.merged_into:
        yield _ended(after, was, now)
    if now.retired is None:
        yield from _changed(before, after, was, now)


def _ended(after: Ontology, was: LabelClass, now: LabelClass) -> Difference:
    if now.retired is None:
        return Difference("restored", now.id, now.name, now=_path(after, now))
    if now.merged_into is None:
        return Difference("deleted", now.id, was.name)
    into = after.by_id.get(now.merged_into)
    return Difference("merged", now.id, was.name, now=None if into is None else into.name)


def _changed(before: Ontology, after: Ontology, was: LabelClass, now: LabelClass) -> Iterable[Difference]:
    if was.name != now.name:
        yield Difference("renamed", now.id, now.name, was.name, now.name)
    if was.parent != now.parent and was.retired is None:
        yield Difference("moved", now.id, now.name, _path(before, was), _path(after, now))
    if was.heading != now.heading:
        names = {True: "a heading", False: "a class to choose"}
        yield Difference("heading", now.id, now.name, names[was.heading], names[now.heading])
    for field in _FIELDS:
        if getattr(was, field) != getattr(now, field):
            yield Difference(field, now.id, now.name, _shown(was, field), _shown(now, field))


def _path(ontology: Ontology, one: LabelClass) -> str:
    return " › ".join(each.name for each in ontology.path(one.id))


def _shown(one: LabelClass, field: str) -> str | None:
    value = getattr(one, field)
    if field == "attributes":
        return "; ".join(each.name for each in value) or None
    return "; ".join(value) or None if isinstance(value, tuple) else value
