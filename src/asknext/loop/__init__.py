"""The loop: ask, tell, learn, and play it through with an oracle."""

from asknext.loop.active_learner import ActiveLearner
from asknext.loop.comparison import Comparison, Saved
from asknext.loop.oracle import NoisyOracle, Oracle, PerfectOracle
from asknext.loop.simulate import Curve, SimulationResult, simulate

__all__ = [
    "ActiveLearner",
    "Comparison",
    "Curve",
    "NoisyOracle",
    "Oracle",
    "PerfectOracle",
    "Saved",
    "SimulationResult",
    "simulate",
]
