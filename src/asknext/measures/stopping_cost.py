"""What a stop cost: labels wasted after the best moment, or score lost before it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.measures.curve import checked_curve

__all__ = ["StoppingCost", "cost_of_stopping"]


@dataclass(frozen=True)
class StoppingCost:
    """A stop, held against the cheapest round in hindsight.

    Attributes
    ----------
    at, cheapest : places in the curve of the stop and of the cheapest round; of equally cheap ones the first.
    cost, least : C at both, in the unit of ``label_cost``.
    excess : cost / least - 1, at least 0; NaN where the least is 0.
    labels_wasted : labels after the cheapest round, 0 where it stopped before.
    score_lost : score below that of the cheapest round, 0 where it stopped after or is better.
    """

    at: int
    cheapest: int
    cost: float
    least: float
    excess: float
    labels_wasted: int
    score_lost: float


def cost_of_stopping(
    labels: npt.ArrayLike,
    scores: npt.ArrayLike,
    stop: int | None,
    *,
    error_cost: float,
    label_cost: float = 1.0,
    best: float = 1.0,
    greater_is_better: bool = True,
) -> StoppingCost:
    """C(t) = labels_t x label_cost + error_cost x |best - score_t|, where a rule stopped and where it is least.

    Parameters
    ----------
    labels, scores : (R,) a finished run, every score a number; scores on data that the rule did not see.
    stop : place at which the rule stopped; None: it never did, and pays for the whole run.
    error_cost : what a model that is always wrong costs more over its life than one that is never: the number of
        items it will judge times the cost of a wrong judgement, in the unit of ``label_cost``.
    label_cost : of one label.
    best : score of a perfect model.  greater_is_better : False for losses.

    Raises
    ------
    InputError : the curve is none or holds NaN, a place outside it, or a negative cost.

    Source: Pullar-Strecker, Dost, Frank & Wicker 2022, "Hitting the target: stopping active learning at the
    cost-based optimum".
    """
    x, y = checked_curve(labels, scores)
    if np.isnan(y).any() or label_cost < 0 or error_cost < 0:
        raise InputError("The cost of a stop needs a score in every round, and costs of at least 0.")
    at = len(x) - 1 if stop is None else stop
    if not 0 <= at < len(x):
        raise InputError(f"The run has rounds 0 to {len(x) - 1}; found a stop in round {stop}.")
    sign = 1.0 if greater_is_better else -1.0
    costs = x * label_cost + error_cost * sign * (best - y)
    cheapest = int(costs.argmin())
    least, cost = float(costs[cheapest]), float(costs[at])
    return StoppingCost(
        at, cheapest, cost, least, cost / least - 1 if least > 0 else float("nan"),
        max(int(x[at] - x[cheapest]), 0), max(sign * float(y[cheapest] - y[at]), 0.0) if at < cheapest else 0.0,
    )  # fmt: skip
