"""What a writer could not carry over, or had to change, counted and with an example each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from asknext.annotations import Annotated, Annotation

__all__ = ["Carried", "Noted"]


@dataclass
class Noted:
    """How often something happened, and where first."""

    count: int = 0
    first: str = ""


@dataclass
class Carried:
    """The report of a writer: how much it wrote, and everything that did not come along.

    lost : what the format cannot say, by its description. changed : what it says in another way.
    """

    items: int = 0
    annotations: int = 0
    lost: dict[str, Noted] = field(default_factory=dict)
    changed: dict[str, Noted] = field(default_factory=dict)

    def lose(self, item: Annotated, what: str, annotation: Annotation | None = None) -> None:
        """``what``, as in "a polygon with holes", is not in the file."""
        _note(self.lost, what, _place(item, annotation))

    def change(self, item: Annotated, what: str, annotation: Annotation | None = None) -> None:
        """``what``, as in "a mask written as its outline"."""
        _note(self.changed, what, _place(item, annotation))

    def lose_fields(self, item: Annotated, annotation: Annotation, can: Collection[str]) -> None:
        """List the fields of an annotation that are not among those the format ``can`` say.

        ``can`` holds names of fields, and of attributes as "attributes.difficult"; "attributes" stands for all.
        """
        for name in ("score", "probabilities", "group", "by"):
            if name not in can and getattr(annotation, name) is not None:
                self.lose(item, f"the {name} of an annotation", annotation)
        if "attributes" not in can:
            for name in annotation.attributes:
                if f"attributes.{name}" not in can:
                    self.lose(item, f"the attribute {name!r}", annotation)

    def lose_meta(self, item: Annotated, can: Collection[str] = ()) -> None:
        """List what else was known of an item, but for the number that its file gave it."""
        for name in item.meta:
            if name not in can and name != "id":
                self.lose(item, f"the item's field {name!r}")


def _place(item: Annotated, annotation: Annotation | None) -> str:
    if annotation is None:
        return item.name
    number = next((at for at, each in enumerate(item.said, 1) if each is annotation), None)
    named = annotation.label or annotation.value.kind
    return f"{item.name}, annotation {number} ({named})" if number else f"{item.name} ({named})"


def _note(notes: dict[str, Noted], what: str, place: str) -> None:
    found = notes.setdefault(what, Noted(first=place))
    found.count += 1
