"""`Ontology`: the tree of classes at one version, and what an answer of any time means in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from asknext.store.attribute import Attribute
from asknext.store.class_name import folded_name
from asknext.store.classes import LabelClass
from asknext.store.label_value import classes_in

__all__ = ["Ontology", "arranged"]


@dataclass(frozen=True)
class Ontology:
    """All classes of a project, retired ones too.

    Attributes
    ----------
    classes : live ones first, each after its parent and its elder siblings, then those that are retired.
    version : 0 where the classes were never changed since the project was made.
    """

    classes: tuple[LabelClass, ...]
    version: int = 0

    @cached_property
    def by_id(self) -> dict[str, LabelClass]:
        """Every class by its id."""
        return {each.id: each for each in self.classes}

    @cached_property
    def live(self) -> tuple[LabelClass, ...]:
        """Those that are not retired."""
        return tuple(each for each in self.classes if each.retired is None)

    @cached_property
    def choosable(self) -> tuple[LabelClass, ...]:
        """Those an item can be given, in the order in which they are shown."""
        return tuple(each for each in self.live if not each.heading)

    @cached_property
    def _children(self) -> Mapping[str | None, Sequence[LabelClass]]:
        return _grouped(self.live)

    @cached_property
    def _named(self) -> dict[str, LabelClass]:
        return {folded_name(each.name): each for each in reversed(self.live)}

    @cached_property
    def _means(self) -> dict[str, str | None]:
        return {each.id: self._followed(each) for each in self.classes}

    @cached_property
    def _order(self) -> dict[str, int]:
        return {each.id: place for place, each in enumerate(self.classes)}

    def children(self, parent: str | None) -> tuple[LabelClass, ...]:
        """The live classes right below ``parent``, or at the top for None."""
        return tuple(self._children.get(parent, ()))

    def path(self, class_id: str) -> tuple[LabelClass, ...]:
        """The class with those it stands below, the topmost first."""
        found: list[LabelClass] = []
        while (here := self.by_id.get(class_id)) is not None and here not in found:
            found.insert(0, here)
            class_id = here.parent or ""
        return tuple(found)

    def below(self, class_id: str) -> tuple[LabelClass, ...]:
        """Every live class below another one, at any depth."""
        return tuple(each for each in self.live if each.id != class_id and self.by_id[class_id] in self.path(each.id))

    def questions(self, class_id: str) -> tuple[Attribute, ...]:
        """What is asked once the class is chosen: the questions of those it stands below come first."""
        return tuple(question for each in self.path(class_id) for question in each.attributes)

    def named(self, name: str) -> LabelClass | None:
        """The live class of that name, however it is spelt."""
        return self._named.get(folded_name(name))

    def meaning_of(self, class_id: str) -> str | None:
        """The class that an answer ``class_id`` of any time stands for now; None where it says nothing any more.

        A merged class stands for the one it was merged into. A class that was deleted, or that has become a heading,
        says nothing: the item has to be asked again. An id that was never a class stands for itself.
        """
        return self._means.get(class_id, class_id)

    def meaning(self, value: Any) -> list[str] | None:
        """The class ids that a decoded value of any time stands for, or None where it has to be asked again."""
        found = [self.meaning_of(each) for each in classes_in(value)]
        if None in found:
            return None
        return sorted({each for each in found if each is not None}, key=lambda each: self._order.get(each, -1))

    def lost(self, value: Any) -> LabelClass | None:
        """The first class of a value that says nothing any more."""
        return next((self.by_id[each] for each in classes_in(value) if self.meaning_of(each) is None), None)

    def narrowed(self, value: Any) -> list[str] | None:
        """Among which classes to ask again, where an answer named a class that has become a heading; None for all."""
        lost = self.lost(value)
        if lost is None or lost.retired is not None:
            return None
        return [each.id for each in self.below(lost.id) if not each.heading] or None

    def _followed(self, given: LabelClass) -> str | None:
        here, seen = given, {given.id}
        while here.retired is not None:
            following = self.by_id.get(here.merged_into or "")
            if following is None or following.id in seen:
                return None
            seen.add(following.id)
            here = following
        return None if here.heading else here.id


def arranged(classes: Iterable[LabelClass], version: int = 0) -> Ontology:
    """An `Ontology` of classes in any order: siblings by their position, positions counted anew.

    A class whose parent is retired or gone stands at the top.
    """
    given = sorted(classes, key=lambda each: each.position)
    live = {each.id for each in given if each.retired is None}
    rooted = [each if each.parent in live else replace(each, parent=None) for each in given if each.retired is None]
    ordered = [*_walked(_grouped(rooted), None), *(each for each in given if each.retired is not None)]
    return Ontology(tuple(replace(each, position=place) for place, each in enumerate(ordered)), version)


def _grouped(classes: Iterable[LabelClass]) -> Mapping[str | None, Sequence[LabelClass]]:
    """Parent -> the classes right below it, in their order."""
    found: defaultdict[str | None, list[LabelClass]] = defaultdict(list)
    for each in classes:
        found[each.parent].append(each)
    return found


def _walked(children: Mapping[str | None, Sequence[LabelClass]], parent: str | None) -> list[LabelClass]:
    below = children.get(parent, ())
    return [found for child in below for found in (child, *_walked(children, child.id))]
