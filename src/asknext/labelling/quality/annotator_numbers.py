"""`annotator_numbers`: what is known about each annotator's answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.labelling.quality.studied import Studied
from asknext.quality.skill import (
    Shares,
    accuracy_against_gold,
    accuracy_against_others,
    annotator_speed,
    kappa_against_gold,
    right_by_majority_of_others,
    skill_trend,
)
from asknext.quality.skill.trend import Trend

__all__ = ["AnnotatorNumbers", "annotator_numbers"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

_Z = 1.959964
CLEAR = 0.01


@dataclass(frozen=True, eq=False)
class AnnotatorNumbers:
    """Of A annotators; NaN where nothing is known.

    Attributes
    ----------
    answers : (A,) items answered. gold_answers : of them gold items. gold : accuracy on these.
    kappa, kappa_low, kappa_high : Cohen's kappa with gold and its 95 % interval.
    others : accuracy by what the others say. trend : the last 50 judged answers against those before.
    seconds : (A,) median. hasty : (A,) share of answers in less than a quarter of everybody's median. timed : (A,).
    """

    answers: Codes
    gold_answers: Codes
    gold: Shares
    kappa: Floats
    kappa_low: Floats
    kappa_high: Floats
    others: Shares
    trend: Trend
    seconds: Floats
    hasty: Floats
    timed: Codes
    doubts: Sequence[str] = ()

    def trend_word(self, who: int) -> str:
        """``better``, ``worse``, or nothing where it may be chance."""
        if not self.trend.p[who] < CLEAR:
            return ""
        return "better" if self.trend.recent.value[who] > self.trend.earlier.value[who] else "worse"

    def as_json(self, who: int) -> dict[str, Any]:
        """The numbers of one annotator, None where nothing is known."""
        shown = {
            "answers": self.answers[who],
            "gold_answers": self.gold_answers[who],
            "accuracy": _share(self.gold, who),
            "kappa": {"value": self.kappa[who], "low": self.kappa_low[who], "high": self.kappa_high[who]},
            "by_others": _share(self.others, who),
            "seconds": self.seconds[who],
            "hasty": self.hasty[who],
            "earlier": _share(self.trend.earlier, who),
            "recent": _share(self.trend.recent, who),
            "trend": self.trend_word(who) or None,
        }
        return {name: _json(value) for name, value in shown.items()}


def annotator_numbers(studied: Studied) -> AnnotatorNumbers:
    """Accuracy, kappa, speed and trend of each annotator of a project."""
    votes, gold, each = studied.votes, studied.decisions, max(len(studied.classes), 1) if studied.several else 1
    on_gold = accuracy_against_gold(votes, gold)
    kappa = kappa_against_gold(votes, gold)
    tries = np.bincount(votes.annotators[gold[votes.items] >= 0], minlength=votes.n_annotators)
    low, high = _kappa_interval(on_gold.value, kappa, tries)
    speed = annotator_speed(votes.annotators[::each], studied.vote_seconds[::each], votes.n_annotators)
    return AnnotatorNumbers(
        votes.per_annotator() // each,
        tries // each,
        on_gold,
        kappa,
        low,
        high,
        accuracy_against_others(votes),
        skill_trend(
            votes.annotators, np.nan_to_num(studied.vote_at), _judged(studied, tries // each), votes.n_annotators
        ),
        speed.median,
        speed.hasty,
        speed.votes,
    )


def _judged(studied: Studied, tries: Codes) -> Floats:
    """(v,) whether each answer was right, 1 or 0: of who has enough gold answers by gold alone, else by most others.

    One yardstick for one annotator: to change from one to the other would look like a trend.
    """
    votes, right = studied.votes, studied.decisions[studied.votes.items]
    by_gold = np.where(right >= 0, (right == votes.labels).astype(np.float64), np.nan)
    by_others = right_by_majority_of_others(votes)
    by_others[~np.isin(by_others, (0.0, 1.0))] = np.nan  # a tie says nothing
    enough = tries >= studied.config.gold.least
    found: Floats = np.where(enough[votes.annotators], by_gold, by_others)
    return found


def _kappa_interval(observed: Floats, kappa: Floats, tries: Codes) -> tuple[Floats, Floats]:
    """95 % by Cohen's standard error (1960), widened by two agreements and two others (Agresti & Coull 1998)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = np.where(kappa < 1, (observed - kappa) / (1 - kappa), 0.5)
        share = (observed * tries + 2) / (tries + 4)
        half = _Z * np.sqrt(share * (1 - share) / (tries + 4)) / np.maximum(1 - chance, 1e-9)
        middle = (share - chance) / np.maximum(1 - chance, 1e-9)
    return np.maximum(middle - half, -1.0), np.minimum(middle + half, 1.0)


def _share(shares: Shares, who: int) -> dict[str, float]:
    return {"value": shares.value[who], "low": shares.low[who], "high": shares.high[who]}


def _json(value: Any) -> Any:
    if isinstance(value, dict):
        return None if np.isnan(value["value"]) else {name: round(float(each), 4) for name, each in value.items()}
    if isinstance(value, np.floating):
        return None if np.isnan(value) else round(float(value), 4)
    return int(value) if isinstance(value, np.integer) else value
