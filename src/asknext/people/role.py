"""`Role`: what a person is in a project."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["PROJECT_ROLES", "Role"]


class Role(StrEnum):
    """From the narrowest to the widest; each may do all that those before it may do."""

    ANNOTATOR = "annotator"
    REVIEWER = "reviewer"
    MANAGER = "manager"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        """0 for the narrowest."""
        return list(Role).index(self)


PROJECT_ROLES = (Role.ANNOTATOR, Role.REVIEWER, Role.MANAGER)
"""What can be given in a project. An admin is one of the whole server."""
