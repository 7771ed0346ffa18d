"""What requests about classes and guidelines may hold."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["ChangeBody", "GuidelinesBody", "GuidelinesTextBody"]

ClassId = Annotated[str, Field(min_length=1, max_length=100)]
Name = Annotated[str, Field(max_length=400)]
Text = Annotated[str, Field(max_length=20_000)]
Key = Annotated[str, Field(max_length=10)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")

    def change(self) -> dict[str, Any]:
        """Only what was said, as plain values."""
        return self.model_dump(exclude_unset=True)


class ChoiceBody(_Body):
    """An answer to choose; with the id it has, or none for a new one."""

    name: Name
    id: ClassId | None = None


class QuestionBody(_Body):
    """A question that a class asks."""

    name: Name
    kind: Literal["one", "several", "number", "text"]
    id: ClassId | None = None
    choices: Annotated[list[ChoiceBody], Field(max_length=200)] = []
    required: bool = False
    only_if: Annotated[dict[str, list[Name]], Field(max_length=30)] = {}


class SettingsBody(_Body):
    """What can be set of a class; what is not named stays as it is."""

    name: Name = ""
    key: Key | None = None
    colour: Annotated[str, Field(max_length=20)] | None = None
    description: Text | None = None
    examples: Annotated[list[Text], Field(max_length=200)] = []
    shapes: Annotated[list[Name], Field(max_length=20)] = []
    heading: bool = False
    attributes: Annotated[list[QuestionBody], Field(max_length=100)] = []


class AddBody(SettingsBody):
    """A new class, below ``parent`` and before the class ``before``, else at the end."""

    do: Literal["add"]
    name: Name
    parent: ClassId | None = None
    before: ClassId | None = None


class EditBody(_Body):
    """Another name, key, colour, description, ...; ``requeue`` where answers lose their meaning by it."""

    do: Literal["edit"]
    class_: Annotated[ClassId, Field(alias="class")]
    set: SettingsBody
    requeue: bool = False


class MoveBody(_Body):
    """Another place in the tree: below ``parent`` (null: at the top), before ``before`` (null: last)."""

    do: Literal["move"]
    class_: Annotated[ClassId, Field(alias="class")]
    parent: ClassId | None = None
    before: ClassId | None = None


class MergeBody(_Body):
    """The labels of ``classes`` become those of ``into``."""

    do: Literal["merge"]
    classes: Annotated[list[ClassId], Field(min_length=1, max_length=100)]
    into: ClassId


class RuleBody(_Body):
    """Which labels of a class that is split go where; the first rule that fits decides."""

    into: Name
    items: Annotated[list[Annotated[str, Field(max_length=1000)]], Field(max_length=100_000)] | None = None
    search: Annotated[str, Field(max_length=500)] | None = None


class SplitBody(_Body):
    """A class becomes several below it; labels that no rule fits are asked again (``queue``) or stay (``keep``)."""

    do: Literal["split"]
    class_: Annotated[ClassId, Field(alias="class")]
    into: Annotated[list[SettingsBody], Field(min_length=2, max_length=100)]
    rules: Annotated[list[RuleBody], Field(max_length=200)] = []
    rest: Literal["queue", "keep"] = "queue"


class DeleteBody(_Body):
    """Away with a class; where it is in use, ``merge_into`` another one or ``requeue`` its items."""

    do: Literal["delete"]
    class_: Annotated[ClassId, Field(alias="class")]
    merge_into: ClassId | None = None
    requeue: bool = False


class ApplyBody(_Body):
    """The classes of an ontology.yaml in place of those there are."""

    do: Literal["apply"]
    text: Annotated[str, Field(max_length=900_000)]
    renamed: Annotated[dict[Name, Name], Field(max_length=1000)] = {}
    merged: Annotated[dict[Name, Name], Field(max_length=1000)] = {}
    requeued: Annotated[list[Name], Field(max_length=1000)] = []


class UndoBody(_Body):
    """Take back what a version changed."""

    do: Literal["undo"]
    version: Annotated[int, Field(ge=1, lt=2**31, strict=True)]
    requeue: bool = False


_Any = AddBody | EditBody | MoveBody | MergeBody | SplitBody | DeleteBody | ApplyBody | UndoBody


class ChangeBody(_Body):
    """One change of the classes, and under which name it is kept where nobody logs in."""

    annotator: Annotated[str, Field(min_length=1, max_length=200)] = "me"
    change_: Annotated[_Any, Field(alias="change", discriminator="do")]

    def change(self) -> dict[str, Any]:
        """The change as `asknext.labelling.ontology.plan.planned` reads it."""
        return self.change_.model_dump(exclude_unset=True, by_alias=True)


class GuidelinesTextBody(_Body):
    """Markdown to look at."""

    text: Annotated[str, Field(max_length=100_000)]


class GuidelinesBody(GuidelinesTextBody):
    """Markdown to keep, and the version it was written on."""

    based_on: Annotated[int, Field(ge=0, lt=2**31, strict=True)] | None = None
    annotator: Annotated[str, Field(max_length=200)] = "me"
