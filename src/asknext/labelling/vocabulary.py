"""`Vocabulary`: the classes an answer may name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from asknext.errors import InputError, UnknownName
from asknext.store.classes import LabelClass

__all__ = ["Vocabulary"]


@dataclass(frozen=True)
class Vocabulary:
    """The classes of a project, and whether an item may have any number of them."""

    classes: Sequence[LabelClass]
    multilabel: bool

    def check(self, value: Any) -> list[str]:
        """``value`` as class ids without repeats, in the order of the classes.

        Raises
        ------
        InputError : it is no list, or not exactly one class in a single-label task.
        UnknownName : it names a class that does not exist.
        """
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise InputError("A label is a list of class ids.")
        known = [each.id for each in self.classes]
        for each in value:
            if each not in known:
                raise UnknownName("class", each, known)
        if not self.multilabel and len(value) != 1:
            raise InputError(f"This task wants exactly one class for an item; {len(value)} were given.")
        return [each for each in known if each in value]

    def name(self, class_id: str) -> str:
        """The name shown for a class id."""
        return next((each.name for each in self.classes if each.id == class_id), class_id)
