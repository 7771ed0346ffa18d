"""A few configurations in place of many, in which every label tells at least as much."""

from __future__ import annotations

import numpy as np

from asknext.pool.view import IntArray
from asknext.strategies.inputs import Float64

__all__ = ["merged_configurations"]

_NOTHING = 1e-13  # nats: merging that loses less is as good as none
_TINY = 1e-300


def merged_configurations(likely: Float64, members: Float64, most: int) -> tuple[Float64, Float64]:
    """At most ``most`` configurations (g,) with members (g, K), each the mean of some of ``likely`` (s,) (s, K).

    What a label tells about the member is concave in how likely each member is, so that it tells in the mean over
    configurations at most what it tells in their mean (Jensen 1906). Those are parted where most is lost by that.
    """
    parts = [np.arange(len(likely))]
    lost = [_lost(likely, members)]
    while len(parts) < most and max(lost) > _NOTHING:
        worst = int(np.argmax(lost))
        halves = _halves(parts[worst], likely, members)
        if halves is None:
            lost[worst] = 0.0
            continue
        parts[worst : worst + 1] = halves
        lost[worst : worst + 1] = [_lost(likely[half], members[half]) for half in halves]
    sums = np.array([likely[part].sum() for part in parts])
    return sums, np.array([likely[part] @ members[part] for part in parts]) / sums[:, None]


def _lost(likely: Float64, members: Float64) -> float:
    """By how much the entropy of the mean is above the mean entropy, times how likely these are together."""
    whole = likely.sum()
    return float(whole * _entropy(likely @ members / whole) - likely @ _entropy(members))


def _halves(part: IntArray, likely: Float64, members: Float64) -> list[IntArray] | None:
    """Above and below the mean of the member in which they differ most."""
    weights, values = likely[part], members[part]
    mean = weights @ values / weights.sum()
    member = int(np.argmax(weights @ (values - mean) ** 2))
    below = values[:, member] <= mean[member]
    return None if below.all() or not below.any() else [part[below], part[~below]]


def _entropy(members: Float64) -> Float64:
    return np.asarray(0.0 - (members * np.log(np.maximum(members, _TINY))).sum(axis=-1), dtype=np.float64)
