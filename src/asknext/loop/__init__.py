"""The loop: ask, tell, learn, and play it through with an oracle."""

from asknext.loop.active_learner import ActiveLearner
from asknext.loop.comparison import Comparison, Saved
from asknext.loop.oracles import NoisyOracle, Oracle, PerfectOracle
from asknext.loop.simulate import Curve, SimulationResult, simulate
from asknext.loop.stream_learner import Offer, StreamLearner, StreamReport

__all__ = [
    "ActiveLearner",
    "Comparison",
    "Curve",
    "NoisyOracle",
    "Offer",
    "Oracle",
    "PerfectOracle",
    "Saved",
    "SimulationResult",
    "StreamLearner",
    "StreamReport",
    "simulate",
]
