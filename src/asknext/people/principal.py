"""`Principal`: somebody who came in by a session or a token, with everything they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from asknext.people.identity import Identity
from asknext.people.role import Role
from asknext.people.verb import ACCOUNT_VERBS, SERVER_VERBS, Verb

__all__ = ["Principal"]


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks, before it is known about which project.

    Attributes
    ----------
    person, name, admin : the account. roles : by project.
    scopes, projects : what a token is limited to; None for no limit (``projects``) and for a session (both).
    session, token : the number of what they came with; exactly one is set.
    """

    person: int
    name: str
    admin: bool
    roles: Mapping[str, Role] = field(default_factory=dict)
    scopes: frozenset[Verb] | None = None
    projects: frozenset[str] | None = None
    session: int | None = None
    token: int | None = None

    def in_project(self, project: str) -> Identity:
        """Who they are in a project; without a role where they have no business there."""
        role = Role.ADMIN if self.admin else self.roles.get(project)
        if self.projects is not None and project not in self.projects:
            role = None
        return Identity(self.name, role, self.scopes, person=self.person)

    def on_server(self) -> Identity:
        """Who they are where no project is meant: somebody with an account, or an admin.

        Nothing that is about a project is allowed there, and a token that is limited to some projects may nothing.
        """
        role = Role.ADMIN if self.admin and self.projects is None else Role.ANNOTATOR
        about = ACCOUNT_VERBS | SERVER_VERBS
        return Identity(self.name, role, about if self.scopes is None else about & self.scopes, person=self.person)
