"""`Attribute`: a question that is asked once a class has been chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["KINDS", "Attribute", "AttributeChoice"]

KINDS = ("one", "several", "number", "text")


@dataclass(frozen=True)
class AttributeChoice:
    """One of the answers to choose from; ``id`` stands in labels, ``name`` is shown."""

    id: str
    name: str


@dataclass(frozen=True)
class Attribute:
    """A question below a class.

    Attributes
    ----------
    id : stands in labels and never changes. name : the question as it is shown.
    kind : ``one`` or ``several`` of ``choices``, a ``number`` or a ``text``.
    required : whether an answer without it is not whole.
    only_if : earlier questions with the choices of which one must have been given, all of them.
    """

    id: str
    name: str
    kind: str
    choices: tuple[AttributeChoice, ...] = ()
    required: bool = False
    only_if: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        """Whether the question comes up, given the answers so far."""
        return all(_given(answers.get(question)) & set(wanted) for question, wanted in self.only_if)

    def as_json(self) -> dict[str, Any]:
        """Plain values; `of_json` reads them back."""
        shown: dict[str, Any] = {"id": self.id, "name": self.name, "kind": self.kind}
        if self.choices:
            shown["choices"] = [{"id": each.id, "name": each.name} for each in self.choices]
        if self.required:
            shown["required"] = True
        if self.only_if:
            shown["only_if"] = {question: list(wanted) for question, wanted in self.only_if}
        return shown

    @classmethod
    def of_json(cls, values: Mapping[str, Any]) -> Attribute:
        """The attribute that `as_json` gave."""
        return cls(
            id=values["id"],
            name=values["name"],
            kind=values["kind"],
            choices=tuple(AttributeChoice(each["id"], each["name"]) for each in values.get("choices", ())),
            required=bool(values.get("required", False)),
            only_if=tuple((question, tuple(wanted)) for question, wanted in values.get("only_if", {}).items()),
        )


def _given(answer: Any) -> set[Any]:
    return set(answer) if isinstance(answer, list | tuple) else {answer}
