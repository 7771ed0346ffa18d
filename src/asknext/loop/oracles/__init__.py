"""Oracles: who answers in a simulation, one kind a file."""

from asknext.loop.oracles.abstaining import AbstainingOracle
from asknext.loop.oracles.annotators import Annotator, AnnotatorsOracle
from asknext.loop.oracles.confusion import ConfusionOracle, confusion_matrix_of
from asknext.loop.oracles.costs import CostedOracle
from asknext.loop.oracles.noisy import NoisyOracle
from asknext.loop.oracles.oracle import Oracle, Reply, RowByRow
from asknext.loop.oracles.perfect import PerfectOracle
from asknext.loop.oracles.uncertain import UncertainOracle

__all__ = [
    "AbstainingOracle",
    "Annotator",
    "AnnotatorsOracle",
    "ConfusionOracle",
    "CostedOracle",
    "NoisyOracle",
    "Oracle",
    "PerfectOracle",
    "Reply",
    "RowByRow",
    "UncertainOracle",
    "confusion_matrix_of",
]
