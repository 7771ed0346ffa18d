"""Strategies that choose between strategies; the default among them."""

from __future__ import annotations

from asknext.strategies.choosing.albl import Albl
from asknext.strategies.choosing.auto import Auto
from asknext.strategies.choosing.hedge import Hedge
from asknext.strategies.choosing.hierarchical import Hierarchical
from asknext.strategies.choosing.lal import Lal

__all__ = [
    "Albl",
    "Auto",
    "Hedge",
    "Hierarchical",
    "Lal",
]
