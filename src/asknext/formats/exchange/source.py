"""What every reader of labels is, and how its troubles are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ParamSpec, Protocol, TypeVar

from asknext.annotations import Annotated, LabelClass
from asknext.errors import DataError
from asknext.formats.rows import Reject, shortened

__all__ = ["AnnotatedSource", "Refused", "attempt", "named"]

Made = TypeVar("Made")
Taken = ParamSpec("Taken")


class AnnotatedSource(Protocol):
    """A file or folder of labels, which can be read several times over.

    ``name`` is shown in messages, ``classes`` are those it names itself (may be none), ``notes`` are sentences about
    how it was read. Iterating gives items, and a `Reject` for each object or item that could not be read.
    """

    name: str
    classes: tuple[LabelClass, ...]
    notes: list[str]

    def __iter__(self) -> Iterator[Annotated | Reject]: ...


class Refused(list[Reject]):
    """The rejects of one item, gathered on the way."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source

    def add(self, where: str, reason: str, raw: object = "", line: int | None = None) -> None:
        """``where`` names the item and the object in it."""
        self.append(Reject(self.source, line, None, f"{where}: {reason}" if where else reason, shortened(raw)))


def attempt(
    refused: Refused, where: str, raw: object, make: Callable[Taken, Made], *args: Taken.args, **kwargs: Taken.kwargs
) -> Made | None:
    """What ``make`` gives, or None and a reject."""
    try:
        return make(*args, **kwargs)
    except DataError as error:
        refused.add(where, error.reason, raw)
    except RecursionError:
        refused.add(where, "is nested too deeply", raw)
    return None


def named(label: object) -> str:
    """The name of a class; raises `DataError` where it can be none."""
    if isinstance(label, bool) or not isinstance(label, str | int):
        raise DataError(f"the class is {shortened(label)[:40]!r}, expected a name")
    if not str(label).strip():
        raise DataError("the class has no name")
    return str(label).strip()
