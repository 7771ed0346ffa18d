"""`alerts_of`: annotators of whom a number is too low beyond doubt."""

from __future__ import annotations

from collections.abc import Sequence

from asknext.labelling.quality.annotator_numbers import AnnotatorNumbers
from asknext.project.team_config import Gold

__all__ = ["alerts_of"]

FAST, FEW = 0.5, 20


def alerts_of(wanted: Gold, annotators: Sequence[str], found: AnnotatorNumbers) -> dict[str, list[str]]:
    """Name of an annotator -> sentences, none where nothing is wrong beyond doubt.

    Parameters
    ----------
    wanted : the accuracy and kappa that annotators should reach on gold, and the gold answers it takes to say so.

    "Beyond doubt": the whole 95 % interval is below what is wanted.
    """
    return {
        name: [
            said
            for said in (_gold(wanted, found, who), _beside(found, who), _pace(found, who), _trend(found, who))
            if said
        ]
        for who, name in enumerate(annotators)
    }


def _gold(wanted: Gold, found: AnnotatorNumbers, who: int) -> str:
    if found.gold_answers[who] >= wanted.least:
        if found.gold.high[who] < wanted.accuracy:
            return f"Accuracy on gold is at most {found.gold.high[who]:.2f}, below {wanted.accuracy:.2f}."
        if found.kappa_high[who] < wanted.kappa:
            return f"Kappa on gold is at most {found.kappa_high[who]:.2f}, below {wanted.kappa:.2f}."
        return ""
    if found.others.tries[who] >= wanted.least and found.others.high[who] < wanted.accuracy:
        return (
            f"By the others at most {found.others.high[who]:.2f} right, below {wanted.accuracy:.2f}; gold would tell."
        )
    return ""


def _beside(found: AnnotatorNumbers, who: int) -> str:
    return found.doubts[who] if found.doubts else ""


def _pace(found: AnnotatorNumbers, who: int) -> str:
    if found.timed[who] < FEW or not found.hasty[who] > FAST:
        return ""
    return f"{found.hasty[who]:.0%} of answers took less than a quarter of everybody's median time."


def _trend(found: AnnotatorNumbers, who: int) -> str:
    if found.trend_word(who) != "worse":
        return ""
    return f"Right {found.trend.recent.value[who]:.2f} of the last, {found.trend.earlier.value[who]:.2f} before."
