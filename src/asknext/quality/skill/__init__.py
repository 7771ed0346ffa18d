"""How good each annotator is: right how often, mixing up what, how fast, and getting better or worse."""

from __future__ import annotations

from asknext.quality.skill.accuracy import accuracy_against_gold, accuracy_against_others, accuracy_of_votes
from asknext.quality.skill.beta_interval import Shares, beta_interval
from asknext.quality.skill.confusion import confusion_against, confusion_against_gold
from asknext.quality.skill.kappa import kappa_against_gold
from asknext.quality.skill.others import right_by_majority_of_others
from asknext.quality.skill.spammer import spammer_scores
from asknext.quality.skill.speed import Speed, annotator_speed
from asknext.quality.skill.trend import Trend, skill_trend

__all__ = [
    "Shares",
    "Speed",
    "Trend",
    "accuracy_against_gold",
    "accuracy_against_others",
    "accuracy_of_votes",
    "annotator_speed",
    "beta_interval",
    "confusion_against",
    "confusion_against_gold",
    "kappa_against_gold",
    "right_by_majority_of_others",
    "skill_trend",
    "spammer_scores",
]
