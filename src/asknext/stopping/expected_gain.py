"""What the next labels are expected to gain: from predictions that changed, or from a learning curve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.measures.contradiction import contradiction
from asknext.measures.intervals import percentile_interval, wilson
from asknext.measures.power_law import fit_power_law
from asknext.stopping.history import History
from asknext.stopping.known import scored
from asknext.stopping.metric_direction import rises

__all__ = ["Gain", "gain_by_changes", "gain_by_curve"]

# Measured, not derived: docs/explanation/when_to_stop.md says on what, and how much it varies between data sets.
_LEAST_WORTH, _MOST_WORTH = 1 / 3, 1.8
_ROUNDS, _SPAN, _DRAWS = 4, 1.5, 200


@dataclass(frozen=True)
class Gain:
    """Accuracy expected of one more label, with its interval, the size of the next batch, and what it rests on."""

    a_label: float
    low: float
    high: float
    batch: int
    seen: str


def gain_by_changes(history: History, since: float, worth: float) -> Gain | str:
    """The share of predictions that changed since the model had ``since`` of the labels, a label, times ``worth``.

    A change may be to the better or to the worse, and back in the next round; of those that lasted about .12 became
    right on balance, and a third to 1.8 times of that on most data sets. The interval holds this and the sampling of
    the stop set. Or why it cannot be told.

    ``history`` : rounds with different, rising numbers of labels.
    """
    known = [each for each in history if each.predictions is not None and each.predictions.size]
    if len(known) < 2 or known[-1] is not history[-1]:
        return "Too early to tell: what the model predicts is needed of two rounds with different numbers of labels."
    now, before = known[-1], known[0]
    for each in known[:-1]:
        before = each if each.labels <= since * now.labels else before
    assert now.predictions is not None
    assert before.predictions is not None
    n, span = len(now.predictions), now.labels - before.labels
    share = contradiction(before.predictions, now.predictions)
    low, high = wilson(share * n, n)
    seen = f"{share:.1%} of {n:,} predictions changed over the last {span:,} labels."
    batch = now.labels - known[-2].labels
    a_change = worth / span
    return Gain(a_change * share, a_change * _LEAST_WORTH * low, a_change * _MOST_WORTH * high, batch, seen)


def gain_by_curve(history: History, metric: str) -> Gain | str:
    """What an inverse power law through the scores gains with the next batch, a label; or why it cannot be told.

    The interval is that of fits to the curve with its own scatter drawn anew.
    """
    points = scored(history, metric)
    if len(points) < _ROUNDS or points[-1][0] < _SPAN * points[0][0]:
        return (
            f"Too early to tell: the {metric} on held-out data is known of {len(points)} rounds; {_ROUNDS} are needed, "
            f"over {_SPAN:g} times as many labels."
        )
    labels, scores = np.array(points, dtype=np.float64).T
    heights, ends = (scores if rises(metric) else -scores), [labels[-1], 2 * labels[-1] - labels[-2]]
    best = 1.0 if rises(metric) else 0.0
    fit = fit_power_law(labels, heights, best)
    residuals = heights - fit.at(labels)[0]
    noise = np.sqrt(residuals @ residuals / max(len(labels) - 3, 1))
    drawn = fit.at(labels) + np.random.default_rng(0).normal(0.0, noise, (_DRAWS, len(labels)))
    batch = int(ends[1] - ends[0])
    gain = float(np.diff(fit.at(ends)[0])[0]) / batch
    low, high = percentile_interval(np.diff(fit_power_law(labels, drawn, best).at(ends), axis=1)[:, 0] / batch)
    seen = f"The curve of {metric} through {len(labels)} rounds stands at {scores[-1]:.3f}."
    return Gain(gain, max(low, 0.0), high, batch, seen)
