"""Finding all items of a rare class."""

from __future__ import annotations

__all__: list[str] = []
