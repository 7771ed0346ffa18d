"""`Doer`: whoever acts, and what is known while their actions are stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection

from asknext.errors import InputError
from asknext.labelling.action import Action
from asknext.labelling.policy import Policy
from asknext.labelling.settle import Rules
from asknext.labelling.skill import measured_skills
from asknext.labelling.vocabulary import Vocabulary
from asknext.store.classes import all_classes

__all__ = ["Doer"]


@dataclass(frozen=True)
class Doer:
    """One annotator at work on one page.

    Attributes
    ----------
    allowed : kinds of action they may do (``list`` for those done in the list of items); None for all.
    machine : whether it is a model of somebody's.
    """

    conn: Connection
    session: str
    annotator: str
    policy: Policy
    allowed: Collection[str] | None = None
    machine: bool = False

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The classes as they are now."""
        return Vocabulary(all_classes(self.conn), self.policy.multilabel)

    @cached_property
    def _shared_rules(self) -> Rules:
        return Rules(self.policy, len(self.vocabulary.classes), measured_skills(self.conn))

    def rules(self, wanted: int | None) -> Rules:
        """By what an item's answers become a label; one answer needs no weighing."""
        return self._shared_rules if self.policy.shared(wanted) else Rules(self.policy)

    def check(self, action: Action) -> None:
        """Refuse what they may not do.

        Raises
        ------
        InputError : they may not.
        """
        if self.allowed is None:
            return
        if action.kind not in self.allowed:
            raise InputError(f"Your role in this project does not include this ({action.kind}).")
