"""What comes back, as frozen dataclasses; what a newer server says beside is left out."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

__all__ = [
    "Delivery",
    "Event",
    "Item",
    "Job",
    "LabelClass",
    "LeasedItem",
    "Machine",
    "Project",
    "ProjectInfo",
    "Result",
    "Webhook",
    "read",
]

T = TypeVar("T")


@dataclass(frozen=True)
class LabelClass:
    """A class: ``id`` stands in labels and never changes, ``name`` is shown."""

    id: str
    name: str
    key: str | None = None
    description: str | None = None


@dataclass(frozen=True)
class Project:
    """What a project is. ``task`` : single_label or multi_label. ``content`` : text, image or row."""

    uid: str
    title: str
    task: str
    content: str
    classes: tuple[LabelClass, ...]
    strategy: str
    control: float
    items: int
    version: str


@dataclass(frozen=True)
class ProjectInfo:
    """A project of a workspace as its list shows it; ``problem`` says why it cannot be opened."""

    name: str
    title: str
    role: str
    items: int | None = None
    labelled: int | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Item:
    """An item. ``item`` : its number, ``id`` : its own id, ``label`` : class ids or None, ``guess`` : the model's."""

    item: int
    id: str
    content: Mapping[str, Any]
    state: str
    flagged: bool = False
    label: tuple[str, ...] | None = None
    guess: Any = None
    stream: str | None = None
    annotator: str | None = None
    at: float | None = None
    comments: int = 0


@dataclass(frozen=True)
class LeasedItem:
    """An item in one's hands until ``leased_until`` (seconds since 1970), ``why`` it came, what machines suggest."""

    item: int
    id: str
    content: Mapping[str, Any]
    stream: str
    leased_until: float | None
    why: Mapping[str, Any]
    meta: Mapping[str, Any] = field(default_factory=dict)
    group: str | None = None
    label: tuple[str, ...] | None = None
    suggestions: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Result:
    """What became of an event: stored, known (it was stored before) or refused, and then why."""

    uid: str
    status: str
    message: str | None = None
    previous: Any = None
    late: bool = False
    state: str | None = None

    @property
    def well(self) -> bool:
        """Whether it is stored, now or before."""
        return self.status in ("stored", "known")


@dataclass(frozen=True)
class Event:
    """Something that happened; ``item`` holds its number and its id, ``seq`` is its place in the order."""

    seq: int
    uid: str
    kind: str
    at: float
    annotator: str
    item: Mapping[str, Any]
    value: Any = None
    seconds: float | None = None
    stream: str | None = None
    strategy: str | None = None
    score: float | None = None
    ranking: int | None = None
    reason: str | None = None
    late: bool = False
    undoes: str | None = None


@dataclass(frozen=True)
class Job:
    """How far a bulk operation is; ``problems`` holds the first hundred that could not be done, and why."""

    id: int
    kind: str
    by: str
    at: float
    status: str
    total: int
    done: int
    failed: int
    action: str | None = None
    message: str | None = None
    problems: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Webhook:
    """Where events are sent; ``secret`` is there when it was made just now, and never again."""

    id: int
    url: str
    kinds: tuple[str, ...]
    active: bool
    created: float
    by: str
    waiting: int = 0
    sent: int = 0
    failed: int = 0
    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Delivery:
    """An event on its way to a webhook."""

    id: int
    webhook: int
    seq: int
    attempts: int
    next_at: float
    status: str
    at: float
    answer: str | None = None


@dataclass(frozen=True)
class Machine:
    """A model that labels: what it has done and cost (``spent``), and how often it was right (``skill``)."""

    name: str
    annotator: str
    kind: str
    url: str
    spent: Mapping[str, float]
    skill: Mapping[str, Mapping[str, float | None]]
    model: str | None = None
    suggest: float | None = None
    vote: float | None = None
    background: bool = False
    budget: float | None = None
    most_items: int | None = None
    state: str | None = None


def read(kind: type[T], found: Mapping[str, Any]) -> T:
    """A ``kind`` of the fields of ``found`` that it knows; lists become tuples."""
    names = {each.name for each in dataclasses.fields(kind)}  # type: ignore[arg-type]
    return kind(
        **{name: tuple(value) if isinstance(value, list) else value for name, value in found.items() if name in names}
    )
