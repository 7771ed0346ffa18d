"""`Brief`: what a machine is told about the work, and the items it is asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from asknext.labelling.guidelines.keeping import guidelines_of
from asknext.project.folder import Project
from asknext.project.ontology.reading import read_ontology

__all__ = ["Answered", "Brief", "Busy", "Guess", "Item", "Refusal", "Unusable", "brief_of"]

MOST_SENT = 8000


@dataclass(frozen=True)
class Brief:
    """The task: ``classes`` are (id, name, description); an item has any number of them where ``several``."""

    title: str
    several: bool
    classes: tuple[tuple[str, str, str | None], ...]
    guidelines: str | None = None


@dataclass(frozen=True)
class Item:
    """An item by its position, with what there is to look at (see `asknext.labelling.machines.content`)."""

    pos: int
    id: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Guess:
    """A machine's answer: ids of classes, and how sure it is, 0 to 1."""

    pos: int
    classes: tuple[str, ...]
    confidence: float


@dataclass(frozen=True)
class Answered:
    """What a request brought: ``guesses``, what was unusable and why (by position), and tokens in and out."""

    guesses: Sequence[Guess] = ()
    unusable: Mapping[int, str] = field(default_factory=dict)
    tokens_in: int = 0
    tokens_out: int = 0


class Unusable(Exception):
    """An answer that says nothing that could be stored; the sentence says what was wrong, not what was said."""


class Busy(Exception):
    """The machine cannot answer now: ``wait`` seconds, where it said for how long."""

    def __init__(self, sentence: str, wait: float | None = None) -> None:
        super().__init__(sentence)
        self.wait = wait


class Refusal(Exception):
    """The machine will not answer however often it is asked."""


def brief_of(project: Project) -> Brief:
    """The project's task as a machine is told it: the classes one may choose, and the guidelines."""
    with project.database.read() as conn:
        choosable = read_ontology(conn).choosable
        text = guidelines_of(conn, project).text
    classes = tuple((each.id, each.name, each.description) for each in choosable)
    return Brief(project.config.title, project.config.multilabel, classes, text[:MOST_SENT] if text else None)
