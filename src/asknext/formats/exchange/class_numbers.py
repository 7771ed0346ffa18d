"""The classes of a file that is being written: those known, and those that turn up on the way."""

from __future__ import annotations

from collections.abc import Iterable

from asknext.annotations import LabelClass
from asknext.errors import DataError

__all__ = ["ClassNumbers", "by_number"]


class ClassNumbers:
    """Numbers for class names: the files' own where ``keep``, else 0, 1, ... in order."""

    def __init__(self, classes: Iterable[LabelClass], *, keep: bool = False, first: int = 0) -> None:
        self._classes: dict[str, LabelClass] = {}
        self._numbers: dict[str, int] = {}
        self._keep, self._first, self._taken = keep, first, set[int]()
        for each in classes:
            self.add(each)

    def add(self, found: LabelClass) -> int:
        if found.name in self._numbers:
            raise DataError(f"the class {found.name!r} stands twice among the classes; rename one")
        own = found.number if self._keep and found.number not in self._taken else None
        number = self._next() if own is None else own
        self._classes[found.name], self._numbers[found.name] = found, number
        self._taken.add(number)
        return number

    def number(self, name: str) -> int:
        """Of the class ``name``, which is added where it is new."""
        known = self._numbers.get(name)
        return self.add(LabelClass(name)) if known is None else known

    def items(self) -> list[tuple[int, LabelClass]]:
        """Number and class in the order in which they came."""
        return [(self._numbers[name], each) for name, each in self._classes.items()]

    def _next(self) -> int:
        number = self._first + len(self._numbers)
        while number in self._taken:
            number += 1
        return number


def by_number(classes: Iterable[LabelClass]) -> dict[int, LabelClass]:
    """Classes by their number in the file, or by their position where they have none."""
    return {at if each.number is None else each.number: each for at, each in enumerate(classes)}
