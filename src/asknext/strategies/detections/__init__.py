"""How much an image is worth, from the boxes that a detector found in it."""

from __future__ import annotations

__all__: list[str] = []
