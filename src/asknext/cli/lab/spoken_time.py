"""A time as a person says it."""

from __future__ import annotations

__all__ = ["spoken_time"]


def spoken_time(seconds: float) -> str:
    """Such as "1.2 s", "4 min 10 s", "2 h 5 min", "3 days 2 h"."""
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours < 48 else f"{hours // 24} days {hours % 24} h"
