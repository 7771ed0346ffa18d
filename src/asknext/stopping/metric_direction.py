"""Whether a metric is better when it is greater."""

from __future__ import annotations

from asknext.measures.metrics import METRICS
from asknext.measures.number_metrics import NUMBER_METRICS

__all__ = ["rises"]


def rises(metric: str) -> bool:
    """False for losses; a metric of the user's own is taken to rise."""
    known = METRICS.get(metric) or NUMBER_METRICS.get(metric)
    return known is None or known.greater_is_better
