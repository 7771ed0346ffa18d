"""`Ids`: new ids that were never used before, so that no old answer can come to mean something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from asknext.store.classes import LabelClass

__all__ = ["Ids"]

_NUMBERED = re.compile(r"([cqo])(\d+)")


class Ids:
    """Counts up: ``c`` for classes, ``q`` for questions, ``o`` for their choices.

    Parameters
    ----------
    classes : every class there ever was. last : the highest numbers given out so far, where they are known.
    """

    def __init__(self, classes: Iterable[LabelClass], last: Mapping[str, int] | None = None) -> None:
        self.last = {"c": 0, "q": 0, "o": 0, **(last or {})}
        for each in classes:
            for used in _used(each):
                if found := _NUMBERED.fullmatch(used):
                    self.last[found[1]] = max(self.last[found[1]], int(found[2]))

    def new(self, kind: str) -> str:
        """The next id of a kind."""
        self.last[kind] += 1
        return f"{kind}{self.last[kind]}"


def _used(each: LabelClass) -> list[str]:
    choices = [choice.id for question in each.attributes for choice in question.choices]
    return [each.id, *(question.id for question in each.attributes), *choices]
