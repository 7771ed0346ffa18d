"""Strategies around another strategy: exploration, chance, parts of the pool, a cold start."""

from __future__ import annotations

from asknext.strategies.wrappers.class_anchors import ClassAnchors
from asknext.strategies.wrappers.cold_start import ColdStart
from asknext.strategies.wrappers.epsilon_greedy import EpsilonGreedy
from asknext.strategies.wrappers.neighbours_of_labelled import NeighboursOfLabelled
from asknext.strategies.wrappers.partition import Partition
from asknext.strategies.wrappers.power import Power
from asknext.strategies.wrappers.power_bald import PowerBald
from asknext.strategies.wrappers.softmax import Softmax
from asknext.strategies.wrappers.softrank import Softrank
from asknext.strategies.wrappers.subsample import Subsample

__all__ = [
    "ClassAnchors",
    "ColdStart",
    "EpsilonGreedy",
    "NeighboursOfLabelled",
    "Partition",
    "Power",
    "PowerBald",
    "Softmax",
    "Softrank",
    "Subsample",
]
