"""Items that come one at a time and are asked about at once or never, within a budget."""

from __future__ import annotations

from asknext.strategies.streams.density_split import DensitySplit
from asknext.strategies.streams.fixed_uncertainty import FixedUncertainty
from asknext.strategies.streams.periodic import Periodic
from asknext.strategies.streams.probal import Probal
from asknext.strategies.streams.random_variable_uncertainty import RandomVariableUncertainty
from asknext.strategies.streams.split import Split
from asknext.strategies.streams.stream import Stream
from asknext.strategies.streams.stream_item import Decision
from asknext.strategies.streams.stream_random import StreamRandom
from asknext.strategies.streams.variable_uncertainty import VariableUncertainty

__all__ = [
    "Decision",
    "DensitySplit",
    "FixedUncertainty",
    "Periodic",
    "Probal",
    "RandomVariableUncertainty",
    "Split",
    "Stream",
    "StreamRandom",
    "VariableUncertainty",
]
