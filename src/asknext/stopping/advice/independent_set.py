"""Whether there is an independent set to measure the model on, and what is lost without one."""

from __future__ import annotations

from math import ceil

from asknext.measures.intervals import wilson
from asknext.stopping.advice.piece import ACT, EARLY, FINE, Line, Picture, Piece
from asknext.stopping.advice.situation import Situation
from asknext.stopping.history import History

__all__ = ["independent_set"]

NAME = "independent_set"
LEAST, WANTED, DEAREST = 20, 0.10, 0.33
_SIZES = (10, 20, 30, 40, 50, 75, 100, 150, 200, 300, 400)
_LOST = "no unbiased score, no count of labels saved or still needed, and stopping by signs alone"


def independent_set(history: History, situation: Situation) -> Piece:
    """Ask for an independent set where the budget allows; say what is lost where it does not.

    The number is half the width of the 95 % interval of a share (Wilson) on the items there are; the bound is the
    half-width at about 100 items.
    """
    if situation.numbers:
        return _of_numbers(situation)
    n, share = situation.independent, _share(history, situation)
    wide = half_width(share, n)
    verdict, sentence = _said(situation, n, wide)
    step = situation.way(NAME) if verdict == ACT else ""
    return Piece(NAME, verdict, sentence, step, wide if n else None, bound=WANTED, picture=_picture(share, n, wide))


def _of_numbers(situation: Situation) -> Piece:
    n = situation.independent
    if n == 0:
        sentence = (
            f"Set an independent test set aside, items drawn at random that never train the model: without one there "
            f"is {_LOST}."
        )
        return Piece(NAME, ACT, sentence, situation.way(NAME))
    if n < LEAST:
        return Piece(
            NAME, EARLY, f"The independent set has {n} items, and at least {LEAST} are needed: {LEAST - n} more."
        )
    return Piece(
        NAME,
        FINE,
        f"There is an independent set of {n:,} items; how exactly it tells the score stands beside the score.",
    )


def half_width(share: float, n: int) -> float:
    """Half the width of Wilson's 95 % interval of ``share`` counted on ``n`` items."""
    low, high = wilson(share * n, n)
    return (high - low) / 2


def _said(situation: Situation, n: int, wide: float) -> tuple[str, str]:
    dear = situation.budget is not None and situation.budget * DEAREST < LEAST
    if n == 0 and dear:
        return FINE, (
            f"A budget of {situation.budget:,} labels is too small to set {LEAST} aside for an independent test set; "
            f"what is lost is this: {_LOST}."
        )
    if n == 0 and not situation.draws:
        return ACT, (
            f"Set an independent test set aside, about 100 items drawn at random that never train the model (the score "
            f"would be known to within ±{half_width(0.5, 100):.2f}): without one there is {_LOST}."
        )
    if n < LEAST:
        return EARLY, (
            f"The independent set has {n} answers on items drawn at random, and at least {LEAST} are needed before it "
            f"says anything: {LEAST - n} more."
        )
    if wide > WANTED:
        return FINE, (
            f"There is an independent set: its {n:,} answers tell the score to within ±{wide:.2f}, and about "
            f"{_needed(n, wide):,} would tell it to within ±{WANTED:.2f}."
        )
    return FINE, f"There is an independent set: its {n:,} answers tell the score to within ±{wide:.2f}."


def _needed(n: int, wide: float) -> int:
    return ceil(n * (wide / WANTED) ** 2)


def _share(history: History, situation: Situation) -> float:
    """The last score where it is a share; else one half, which is the widest."""
    scores = history[-1].scores if history else {}
    value = scores.get(situation.metric or "", 0.5)
    return value if situation.metric in ("accuracy", "balanced_accuracy") and 0 <= value <= 1 else 0.5


def _picture(share: float, n: int, wide: float) -> Picture:
    lines = [Line("to be expected", _SIZES, tuple(half_width(share, size) for size in _SIZES))]
    if n:
        lines.append(Line("now", (n,), (wide,)))
    return Picture("How exactly the score is known", "items set aside", "give or take", tuple(lines), WANTED, "number")
