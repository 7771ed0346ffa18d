"""`Doer`: whoever acts, and what is known while their actions are stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from asknext.errors import InputError
from asknext.labelling.action import Action
from asknext.labelling.extent import Extent, extent_of
from asknext.labelling.policy import Policy
from asknext.labelling.settle import Rules
from asknext.labelling.skill import measured_skills
from asknext.labelling.vocabularies import vocabulary_of
from asknext.labelling.vocabulary import Vocabulary
from asknext.project.annotate_config import ANNOTATED
from asknext.store.browse import item_rows
from asknext.store.quality_rows import ACCEPTED

__all__ = ["Doer"]


@dataclass(frozen=True)
class Doer:
    """One annotator at work on one page.

    Attributes
    ----------
    allowed : kinds of action they may do (``list`` for those done in the list of items); None for all.
    machine : whether it is a model of somebody's. known : the classes, where they were read already.
    """

    conn: Connection
    session: str
    annotator: str
    policy: Policy
    allowed: Collection[str] | None = None
    machine: bool = False
    known: Vocabulary | None = None

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The classes as they are now."""
        if self.known is not None:
            return self.known
        return vocabulary_of(self.conn, self.policy)

    @cached_property
    def _shared_rules(self) -> Rules:
        ontology = self.vocabulary.ontology
        return Rules(self.policy, len(ontology.choosable), measured_skills(self.conn), ontology)

    @cached_property
    def _single_rules(self) -> Rules:
        return Rules(self.policy, ontology=self.vocabulary.ontology)

    def rules(self, wanted: int | None) -> Rules:
        """By what an item's answers become a label; one answer needs no weighing."""
        return self._shared_rules if self.policy.shared(wanted) else self._single_rules

    def checked(self, action: Action, which: int) -> Any:
        """The value of an answer on the item ``which`` in its one form.

        Only a person who answers an item by the classes of now is held to their questions: not a page from before a
        change, a machine, a reviewer, or whoever corrects a label in the list.
        """
        asked = action.kind == "label" and not action.listed and not self.machine
        current = asked and (action.ontology is None or action.ontology >= self.vocabulary.version)
        return self.vocabulary.check(action.value, current=current, extent=self._extent(which))

    def _extent(self, which: int) -> Extent:
        if self.policy.task not in ANNOTATED:
            return Extent()
        return extent_of(self.policy.content, item_rows(self.conn, [which])[which])

    def version(self, seen: int | None) -> int | None:
        """By which version of the classes something was done; the page had seen ``seen``. None where there is none."""
        newest = self.vocabulary.version
        return (newest if seen is None else min(seen, newest)) or None

    def shares(self, row: Any) -> bool:
        """Whether several people answer the item."""
        return self.policy.shared(row.wanted)

    def may(self, kind: str) -> bool:
        """Whether they may do actions of a kind."""
        return self.allowed is None or kind in self.allowed

    def check(self, action: Action) -> None:
        """Refuse what they may not do.

        Raises
        ------
        InputError : they may not.
        """
        if action.kind != "resolve" and not self.may(action.kind):
            raise InputError(f"Your role in this project does not include this ({action.kind}).")
        if action.kind == "unflag" and action.reason == ACCEPTED and not self.may("accept"):
            raise InputError("Only a reviewer can say that a label in doubt is right.")  # or all would of their own
