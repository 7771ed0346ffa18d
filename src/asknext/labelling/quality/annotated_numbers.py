"""`annotated_numbers`: what is known about each annotator where answers are annotations."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.labelling.quality.agreeing.of_task import measured
from asknext.labelling.quality.agreeing.people import Beside, beside_others
from asknext.labelling.quality.annotator_numbers import AnnotatorNumbers
from asknext.labelling.quality.stored_answers import StoredAnswers
from asknext.labelling.quality.studied import Studied
from asknext.labelling.right_on_gold import right_on_gold
from asknext.project.config import Config
from asknext.quality.skill import Shares, accuracy_against_gold, annotator_speed, skill_trend
from asknext.quality.votes import Votes

__all__ = ["annotated_numbers"]

Floats = npt.NDArray[np.float64]


def annotated_numbers(studied: Studied) -> AnnotatorNumbers:
    """As `annotator_numbers`: right on gold is who agrees with the right answer by ``gold: agreement``; beside the
    others the agreement of the task is told, and no kappa, as places have no chance to take off.
    """
    given, people = studied.answers, len(studied.annotators)
    assert given is not None
    right = _right_on_gold(given, studied.config)
    known = ~np.isnan(right)
    votes = Votes(given.rows[known], given.who[known], right[known].astype(np.int64), len(studied.items), people, 2)
    speed = annotator_speed(given.who, given.seconds, people)
    found, unknown = measured(studied), np.full(people, np.nan)
    beside = None if found is None else beside_others(found, studied.config.seed)
    return AnnotatorNumbers(
        answers=np.bincount(given.who, minlength=people),
        gold_answers=votes.per_annotator(),
        gold=accuracy_against_gold(votes, np.ones(len(studied.items), dtype=np.int64)),
        kappa=unknown,
        kappa_low=unknown,
        kappa_high=unknown,
        others=_shares(beside if found is not None and found.agrees else None, unknown),
        trend=skill_trend(given.who, np.nan_to_num(given.at), right, people),
        seconds=speed.median,
        hasty=speed.hasty,
        timed=speed.votes,
        doubts=[_doubt(beside, who) for who in range(people)],
    )


def _right_on_gold(given: StoredAnswers, config: Config) -> Floats:
    """(v,) 1 where an answer agrees well enough with that of a gold item, 0 where not, NaN on other items."""
    return np.array(
        [
            float(right_on_gold(value, given.gold[row], config)) if row in given.gold else np.nan
            for row, value in zip(given.rows.tolist(), given.values, strict=True)
        ],
        dtype=np.float64,
    )


def _shares(beside: Beside | None, unknown: Floats) -> Shares:
    """The agreement with the others as shares; of 0 tries, as they are no shares of right answers."""
    if beside is None:
        return Shares(unknown, unknown, unknown, np.zeros(len(unknown)))
    value, low, high = (np.array([getattr(each, name) for each in beside.own]) for name in ("value", "low", "high"))
    return Shares(value, low, high, np.zeros(len(unknown)))


def _doubt(beside: Beside | None, who: int) -> str:
    if beside is None or not beside.apart[who]:
        return ""
    return (
        f"Beside the others {beside.own[who].value:.2f}, these among themselves {beside.rest[who].value:.2f} on the "
        "same items."
    )
