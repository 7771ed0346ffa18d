"""`Principal`: somebody who came in by a session or a token, with everything they are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from asknext.people.identity import Identity
from asknext.people.role import Role
from asknext.people.verb import ACCOUNT_VERBS, SERVER_VERBS, Verb

__all__ = ["Principal", "roles_in", "skills_in"]


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks, before it is known about which project.

    Attributes
    ----------
    person, name, admin : the account. roles, skills : by project.
    scopes, projects : what a token is limited to; None for no limit (``projects``) and for a session (both).
    session, token : the number of what they came with; exactly one is set.
    """

    person: int
    name: str
    admin: bool
    roles: Mapping[str, Role] = field(default_factory=dict)
    skills: Mapping[str, frozenset[str]] = field(default_factory=dict, kw_only=True)
    scopes: frozenset[Verb] | None = None
    projects: frozenset[str] | None = None
    session: int | None = None
    token: int | None = None

    def in_project(self, project: str) -> Identity:
        """Who they are in a project; without a role where they have no business there."""
        role = Role.ADMIN if self.admin else self.roles.get(project)
        if self.projects is not None and project not in self.projects:
            role = None
        skills = self.skills.get(project, frozenset())
        return Identity(self.name, role, self.scopes, person=self.person, skills=skills)

    def on_server(self) -> Identity:
        """Who they are where no project is meant: somebody with an account, or an admin.

        Of what is about projects only their list is allowed there, which shows one's own; a token that is limited to
        some projects gets no more of the server than that.
        """
        role = Role.ADMIN if self.admin and self.projects is None else Role.ANNOTATOR
        about = ACCOUNT_VERBS | SERVER_VERBS | {Verb.VIEW_PROJECT}
        return Identity(self.name, role, about if self.scopes is None else about & self.scopes, person=self.person)


def roles_in(memberships: Iterable[Any]) -> dict[str, Role]:
    """Project -> role, of one person's memberships."""
    return {each.project: Role(each.role) for each in memberships}


def skills_in(memberships: Iterable[Any]) -> dict[str, frozenset[str]]:
    """Project -> tags, of one person's memberships."""
    return {each.project: frozenset(json.loads(each.skills)) for each in memberships}
