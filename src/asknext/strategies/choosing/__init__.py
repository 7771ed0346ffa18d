"""Strategies that choose between strategies; the default among them."""

from __future__ import annotations

from asknext.strategies.choosing.auto import Auto

__all__ = [
    "Auto",
]
