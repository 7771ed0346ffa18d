"""What a setting has to be: said with the setting's name, what was found and what is expected."""

from __future__ import annotations

from typing import Any

from asknext.errors import DataError

__all__ = ["require", "require_share", "shown"]


def require(right: bool, key: str, found: Any, expected: str) -> None:
    """Raises DataError, which names the setting ``key``, unless ``right``."""
    if not right:
        raise DataError(f"Found {shown(found)}, expected {expected}.", column=key)


def require_share(key: str, found: float) -> None:
    """Raises DataError unless ``found`` is from 0 to 1."""
    require(0 <= found <= 1, key, found, "a share from 0 to 1")


def shown(value: Any) -> str:
    """A value as a message says it, at most 60 characters."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
