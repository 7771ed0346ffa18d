"""asknext decides what is worth labelling next, asks, learns, and says when to stop.

Every name here loads its room when it is first used, so that ``import asknext`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asknext import strategies
    from asknext.errors import AsknextError
    from asknext.loop.active_learner import ActiveLearner
    from asknext.loop.simulate import SimulationResult, simulate
    from asknext.models.default import default_model
    from asknext.pool.pool import Pool
    from asknext.pool.view import PoolView
    from asknext.strategies.batch import Batch
    from asknext.strategies.from_function import strategy
    from asknext.strategies.select import select

__version__ = "0.1.0"

__all__ = [
    "ActiveLearner",
    "AsknextError",
    "Batch",
    "Pool",
    "PoolView",
    "SimulationResult",
    "__version__",
    "default_model",
    "select",
    "simulate",
    "strategies",
    "strategy",
]

_ROOMS = {
    "ActiveLearner": "asknext.loop.active_learner",
    "AsknextError": "asknext.errors",
    "Batch": "asknext.strategies.batch",
    "Pool": "asknext.pool.pool",
    "PoolView": "asknext.pool.view",
    "SimulationResult": "asknext.loop.simulate",
    "default_model": "asknext.models.default",
    "select": "asknext.strategies.select",
    "simulate": "asknext.loop.simulate",
    "strategy": "asknext.strategies.from_function",
}


def __getattr__(name: str) -> Any:
    if name == "strategies":  # a room that can be called: see its docstring
        return importlib.import_module("asknext.strategies")
    if name not in _ROOMS:
        raise AttributeError(f"module 'asknext' has no attribute {name!r}")
    value = getattr(importlib.import_module(_ROOMS[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
