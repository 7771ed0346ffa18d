"""What answers about items, leases and events look like, for the OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

__all__ = [
    "ExportFormatAnswer",
    "ImportAnswer",
    "ItemsAnswer",
    "LeaseAnswer",
    "ProgressAnswer",
    "ProjectAnswer",
    "ProjectClass",
    "ResultsAnswer",
    "SetAnswer",
]

State = Literal["open", "labelled", "skipped", "ignored", "review", "rejected", "disputed"]


class ListedItem(BaseModel):
    """An item in a list: its number and id, what there is to look at, its label as class ids, the model's guess."""

    item: int
    id: str
    content: dict[str, Any]
    state: State
    flagged: bool
    label: Any = None
    guess: Any = None
    stream: str
    annotator: str | None
    at: float | None
    comments: int


class ExportFormatAnswer(BaseModel):
    """A format of the export; ``plain``: a row an item, with all that is known about its label."""

    name: str
    ending: str
    plain: bool


class ItemsAnswer(BaseModel):
    """A page; ``next`` is the ``after`` of the next one, ``total`` None where it is not counted."""

    items: list[ListedItem]
    next: int | None
    total: int | None


class Suggestion(BaseModel):
    """What a machine thinks, and how sure it is; ``score``: that of the least sure annotation."""

    by: str
    value: list[str] | dict[str, Any]
    confidence: float | None
    score: float | None = None
    annotations: list[dict[str, Any]] | None = None


class LeasedItem(BaseModel):
    """An item in one's hands, and why it came."""

    item: int
    id: str
    content: dict[str, Any]
    stream: str
    leased_until: float | None = None
    suggestions: list[Suggestion] = []
    why: dict[str, Any] | None = None
    label: Any = None
    group: str | None = None
    flagged: bool = False


class LeaseAnswer(BaseModel):
    """The items that are new to the session; ``waiting`` says why there is none, ``left`` how many are open."""

    items: list[LeasedItem]
    left: int
    ranking: int
    waiting: str | None
    test: dict[str, Any] | None


class ResultOfEvent(BaseModel):
    """What became of an event; ``known``: it was stored before, ``refused``: ``message`` says why."""

    uid: str
    status: Literal["stored", "known", "refused"]
    message: str | None = None
    previous: Any = None
    late: bool = False


class ResultsAnswer(BaseModel):
    """One result an event, in their order."""

    results: list[ResultOfEvent]


class ImportAnswer(BaseModel):
    """What an import did: items added, known already, copies of others, rows refused, labels brought."""

    added: int
    known: int
    copies: int
    rejected: int
    labels: int
    seconds: float
    notes: list[Any] = []


class Trainer(BaseModel):
    """What the trainer does."""

    state: Literal["idle", "training", "failed", "off"]
    sentence: str
    last_round_seconds: float | None
    rounds: int


class Labelled(BaseModel):
    labelled: int


class ProgressAnswer(BaseModel):
    """How many items are labelled, and what the trainer does."""

    progress: Labelled
    trainer: Trainer


class ProjectClass(BaseModel):
    """A class one may choose."""

    id: str
    name: str
    key: str | None = None
    description: str | None = None
    keypoints: list[str] = []
    skeleton: list[list[int]] = []


class ProjectAnswer(BaseModel):
    """What a project is."""

    uid: str | None
    title: str
    task: Literal["single_label", "multi_label", "objects", "spans", "regions", "pairwise", "number", "ordinal"]
    annotate: dict[str, Any] = {}
    content: Literal["audio", "frames", "image", "pair", "row", "text"]
    classes: list[ProjectClass]
    guess: Literal["after", "before", "never"]
    strategy: str
    control: float
    items: int
    version: str


class SetAnswer(BaseModel):
    """A ranking from outside: its version, items in its order, and ids the project does not have."""

    version: Annotated[int, Field(ge=1)]
    ranked: int
    unknown: int
