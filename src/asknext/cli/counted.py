"""A number with its noun."""

from __future__ import annotations

__all__ = ["counted"]


def counted(number: int, one: str, many: str | None = None) -> str:
    """``number`` with ``one`` where it is 1, else with ``many`` (default: ``one`` with an s)."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
