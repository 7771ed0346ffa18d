"""Which item to ask, and whom: skill, second opinions, costs, and labels that are likely wrong."""

from __future__ import annotations

__all__: list[str] = []
