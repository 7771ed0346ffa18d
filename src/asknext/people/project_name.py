"""Names of projects in a workspace, which stand in addresses."""

from __future__ import annotations

import re

from asknext.errors import InputError

__all__ = ["checked_project_name", "is_project_name"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}")


def is_project_name(name: str) -> bool:
    """Whether a project can be called so: letters, digits, - and _, beginning with a letter or digit."""
    return _NAME.fullmatch(name) is not None


def checked_project_name(name: str) -> str:
    """``name`` when a project can be called so.

    Raises
    ------
    InputError : it cannot.
    """
    if not is_project_name(name):
        raise InputError(f"A project's name has 1 to 63 letters, digits, - and _; found {name[:80]!r}.")
    return name
