"""`Identity`: who asks, and what they may do in the project at hand."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.people.permissions import may
from asknext.people.role import Role
from asknext.people.verb import Verb

__all__ = ["LOCAL", "Identity"]


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody who makes a request.

    Attributes
    ----------
    name : under which everything they do is stored. role : in the project of the request; None where they have none.
    scopes : what the token they came with is limited to; None for a person who logged in.
    local : nobody logs in here (one project, served alone): whoever asks says their own name.
    person : the number of their account; 0 for a local one.
    skills : their tags in the project, for items that need one; None where the project's own settings say it.
    """

    name: str
    role: Role | None
    scopes: frozenset[Verb] | None = None
    local: bool = False
    person: int = 0
    skills: frozenset[str] | None = None

    def may(self, verb: Verb) -> bool:
        """Whether they may; a token never has more than its owner."""
        return may(self.role, verb) and (self.scopes is None or verb in self.scopes)

    def acting_as(self, given: str) -> str:
        """The name to store with an action, ``given`` being what the request says: believed of a local one only."""
        return given if self.local else self.name


LOCAL = Identity("me", Role.ADMIN, local=True)
