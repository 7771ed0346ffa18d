"""Items that are made to be asked about."""

from __future__ import annotations

__all__: list[str] = []
