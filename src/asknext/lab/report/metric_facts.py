"""`metric_facts`: which way is up, and where a metric ends."""

from __future__ import annotations

from asknext.lab.report.problem import MetricFacts
from asknext.measures.metrics import METRICS
from asknext.measures.number_metrics import NUMBER_METRICS

__all__ = ["metric_facts"]

_OPEN_BELOW = ("r2",)
_UNIT_LOSSES = ("hamming",)


def metric_facts(name: str) -> MetricFacts:
    """Of a metric of ours; of any other, greater is taken to be better."""
    known = METRICS.get(name) or NUMBER_METRICS.get(name)
    if known is None:
        return MetricFacts(name)
    if not known.greater_is_better:
        return MetricFacts(name, False, 0.0, 1.0 if name in _UNIT_LOSSES else None)
    return MetricFacts(name, True, None if name in _OPEN_BELOW else 0.0, 1.0)
