"""A strategy against random choice, paired by seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.measures.curve import labels_to_reach
from asknext.measures.intervals import percentile_interval, t_interval

__all__ = ["Comparison", "Saved", "compare_with", "saved_against"]

Floats = npt.NDArray[np.float64]
_REPLICATES = 1_000
_TIE = 5e-4


@dataclass(frozen=True)
class Comparison:
    """Areas under the curves, seed by seed.

    Attributes
    ----------
    wins, ties, losses : seeds; areas that differ by less than 0.0005 tie.
    difference, low, high : mean difference of the areas (positive = better than random) with its 95 % interval over
        seeds (paired, Student's t); low and high are None with a single seed.
    """

    wins: int
    ties: int
    losses: int
    difference: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Saved:
    """Labels saved at the random curve's final score.

    Attributes
    ----------
    estimate : labels at the end of the random curve minus labels at which the strategy's curve reaches the same score;
        None where it never does. Both are mean curves over seeds, made monotone.
    low, high : 95 % interval, seeds drawn again with replacement (pairs stay together); ``low`` is None where the
        strategy may never get there, both where there are fewer than three seeds.
    share : estimate over the labels of the random curve.
    sentence : the same for a person.
    """

    estimate: float | None
    low: float | None
    high: float | None
    share: float | None
    sentence: str


def compare_with(areas: Floats, reference: Floats) -> Comparison:
    """Wins, ties and losses of ``areas`` (S,) against ``reference`` (S,), greater = better."""
    gaps = areas - reference
    mean, low, high = (float(each) for each in t_interval(gaps))
    single = len(gaps) < 2
    return Comparison(
        wins=int((gaps > _TIE).sum()),
        ties=int((np.abs(gaps) <= _TIE).sum()),
        losses=int((gaps < -_TIE).sum()),
        difference=mean,
        low=None if single else low,
        high=None if single else high,
    )


def saved_against(labels: list[int], scores: Floats, reference: Floats) -> Saved:
    """Labels that a strategy saves at the score the reference ends with.

    Parameters
    ----------
    labels : (P,) label counts.  scores, reference : (S, P), greater = better, paired by seed.
    """
    estimate = _saved(labels, scores, reference)
    seeds = len(scores)
    if seeds < 3:
        return _told(labels, estimate, None, None, seeds)
    rng = np.random.default_rng(0)
    drawn = [rng.integers(0, seeds, seeds) for _ in range(_REPLICATES)]
    low, high = percentile_interval([_saved(labels, scores[rows], reference[rows]) for rows in drawn])
    return _told(labels, estimate, low, high, seeds)


def _saved(labels: list[int], scores: Floats, reference: Floats) -> float:
    """-inf where the strategy does not get there."""
    target = float(reference.mean(axis=0)[-1])
    return float(labels[-1]) - labels_to_reach(labels, scores.mean(axis=0), target)


def _told(labels: list[int], estimate: float, low: float | None, high: float | None, seeds: int) -> Saved:
    bottom = None if low is None or np.isinf(low) else low
    top = None if high is None or np.isinf(high) else high
    if np.isinf(estimate):
        text = f"It does not reach within {labels[-1]} labels the score that random choice ends with"
        return Saved(None, bottom, top, None, f"{text} ({seeds} seeds).")
    start = f"It reaches random choice's final score with {estimate:.0f} of {labels[-1]} labels saved"
    if low is None:
        reach = f"{seeds} seeds are too few for an interval"
    elif bottom is None:
        reach = f"95 % interval over {seeds} seeds: it may never get there, to {high:.0f} saved"
    else:
        reach = f"95 % interval over {seeds} seeds {low:.0f} to {high:.0f}"
    share = estimate / labels[-1] if labels[-1] else 0.0  # none at all where every answer was withheld
    return Saved(estimate, bottom, top, share, f"{start} ({reach}).")
