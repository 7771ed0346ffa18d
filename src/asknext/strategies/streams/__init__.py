"""Items that come one at a time and are asked about at once or never, within a budget."""

from __future__ import annotations

__all__: list[str] = []
