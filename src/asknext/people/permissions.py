"""`may`: the one place that decides who may do what."""

from __future__ import annotations

from asknext.people.role import Role
from asknext.people.verb import ACCOUNT_VERBS, SERVER_VERBS, Verb

__all__ = ["may", "verbs_of"]

_ANNOTATOR = ACCOUNT_VERBS | {Verb.VIEW_PROJECT, Verb.LABEL, Verb.COMMENT}
_REVIEWER = _ANNOTATOR | {Verb.REVIEW, Verb.ADJUDICATE, Verb.SEE_ITEMS, Verb.SEE_QUALITY}
_ALLOWED: dict[Role, frozenset[Verb]] = {
    Role.ANNOTATOR: _ANNOTATOR,
    Role.REVIEWER: _REVIEWER,
    Role.MANAGER: frozenset(Verb) - SERVER_VERBS,
    Role.ADMIN: frozenset(Verb),
}


def may(role: Role | None, verb: Verb) -> bool:
    """Whether somebody with ``role`` may do what ``verb`` says; None is somebody without a role, who may nothing."""
    return role is not None and verb in _ALLOWED[role]


def verbs_of(role: Role) -> frozenset[Verb]:
    """Everything a role may do."""
    return _ALLOWED[role]
