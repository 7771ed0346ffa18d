"""What to ask next: scorers and selectors, and a registry that knows them by name.

A *scorer* gives every unlabelled item a number, higher = ask sooner; a *selector* makes a batch. Each strategy has a
file of its own name in the room of its family. To add one: a file there with a frozen dataclass under ``@register`` and
its name in the family's ``__init__``; the tests and the documentation find it by themselves. Loads numpy and nothing
heavier.
"""

from __future__ import annotations

import sys
from types import ModuleType

from asknext.strategies import (
    annotators,
    choosing,
    committee,
    curation,
    density,
    detections,
    diversity,
    model_change,
    multi_label,
    orders,
    regression,
    screening,
    sequences,
    streams,
    synthesis,
    uncertainty,
    wrappers,
)
from asknext.strategies.annotators import *
from asknext.strategies.batch import Batch, Strategy
from asknext.strategies.choosing import *
from asknext.strategies.combination import Combination
from asknext.strategies.committee import *
from asknext.strategies.curation import *
from asknext.strategies.density import *
from asknext.strategies.detections import *
from asknext.strategies.diversity import *
from asknext.strategies.from_function import strategy
from asknext.strategies.memory import memory_needed
from asknext.strategies.model_change import *
from asknext.strategies.multi_label import *
from asknext.strategies.orders import *
from asknext.strategies.registry import StrategyInfo, StrategyTable, build, register, strategies
from asknext.strategies.regression import *
from asknext.strategies.scorer import Scorer
from asknext.strategies.screening import *
from asknext.strategies.select import select
from asknext.strategies.selector import Selector
from asknext.strategies.sequences import *
from asknext.strategies.streams import *
from asknext.strategies.synthesis import *
from asknext.strategies.top_scores import top_scores
from asknext.strategies.uncertainty import *
from asknext.strategies.wrappers import *

__all__ = [
    "Batch",
    "Combination",
    "Scorer",
    "Selector",
    "Strategy",
    "StrategyInfo",
    "StrategyTable",
    "build",
    "memory_needed",
    "register",
    "select",
    "strategies",
    "strategy",
    "top_scores",
]
__all__ += annotators.__all__
__all__ += choosing.__all__
__all__ += committee.__all__
__all__ += curation.__all__
__all__ += density.__all__
__all__ += detections.__all__
__all__ += diversity.__all__
__all__ += model_change.__all__
__all__ += multi_label.__all__
__all__ += orders.__all__
__all__ += regression.__all__
__all__ += screening.__all__
__all__ += sequences.__all__
__all__ += streams.__all__
__all__ += synthesis.__all__
__all__ += uncertainty.__all__
__all__ += wrappers.__all__


class _Room(ModuleType):
    """The room answers to a call, because ``asknext.strategies()`` lists what is in it."""

    def __call__(self) -> StrategyTable:
        return strategies()


sys.modules[__name__].__class__ = _Room
