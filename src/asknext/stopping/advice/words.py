"""Numbers as the advisor's sentences say them."""

from __future__ import annotations

__all__ = ["percent", "rounds"]


def percent(share: float) -> str:
    """A share as a percentage: one decimal below 10 %, none above."""
    return f"{share:.1%}" if abs(share) < 0.0995 else f"{share:.0%}"


def rounds(count: int) -> str:
    """``count`` more rounds, in words."""
    return "1 more round" if count == 1 else f"{count} more rounds"
