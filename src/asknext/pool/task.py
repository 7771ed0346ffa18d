"""The kinds of labelling: what one label is decides which strategies make sense."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from asknext.errors import UnknownName

__all__ = ["MULTI_LABEL", "REGRESSION", "SINGLE_LABEL", "TASKS", "UnknownTask"]

SINGLE_LABEL: Final = "single_label"  # exactly one class an item
MULTI_LABEL: Final = "multi_label"  # any number of classes an item
REGRESSION: Final = "regression"  # a number an item

TASKS = (SINGLE_LABEL, MULTI_LABEL, REGRESSION)


class UnknownTask(UnknownName):
    """A task that does not exist; says which one other names usually mean."""

    def __init__(self, found: object, known: Iterable[object] = TASKS, kind: str = "task") -> None:
        super().__init__(kind, found, known)
        meant = str(found).lower().replace("-", "_").replace(" ", "_")
        if meant in _MEANT:
            self.args = (f"There is no {kind} {self.found!r}. {_MEANT[meant]}",)


_ONE = "For exactly one class an item it is 'single_label', for any number of classes 'multi_label'."
_MEANT = dict.fromkeys(("binary", "classification", "classify", "classifier", "multiclass", "multi_class"), _ONE)
