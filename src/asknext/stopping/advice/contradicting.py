"""Whether predictions still change: make batches easier where that does not fall, stop where it is low and stable."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from asknext.measures.contradiction import contradiction
from asknext.measures.intervals import wilson
from asknext.stopping.advice.piece import ACT, EARLY, FINE, NOT_HERE, Line, Picture, Piece
from asknext.stopping.advice.situation import Situation
from asknext.stopping.advice.words import percent, rounds
from asknext.stopping.history import History

__all__ = ["contradicting", "judge_changes"]

NAME = "contradiction"
ROUNDS, LOW, HIGH, FALLING = 3, 0.01, 0.05, 0.9


def contradicting(history: History, situation: Situation) -> Piece:
    """Easier batches where contradictions do not fall, an end where they are low and stable.

    The number is the mean share of changed predictions over the last rounds (Abraham & Dreyfus-Schmidt 2020).
    """
    if situation.numbers:
        return Piece(
            NAME, NOT_HERE, "Contradictions do not apply: they compare predicted classes, and labels here are numbers."
        )
    known = [each for each in history if each.predictions is not None]
    tables = [each.predictions for each in known if each.predictions is not None]
    changes = [contradiction(before, after) for before, after in pairwise(tables)]
    picture = _picture([each.labels for each in known[1:]], changes, len(tables[-1])) if changes else None
    if len(changes) < ROUNDS:
        missing = ROUNDS - len(changes)
        sentence = f"Too early to tell whether predictions settle: {rounds(missing)} of training needed."
        return Piece(NAME, EARLY, sentence, bound=LOW, rounds_missing=missing, picture=picture)
    return judge_changes(changes, len(tables[-1]), situation, picture)


def judge_changes(changes: Sequence[float], n: int, situation: Situation, picture: Picture | None = None) -> Piece:
    """The advice on shares of ``n`` predictions that changed, one a round, at least `ROUNDS` of them."""
    late, early = changes[-ROUNDS:], changes[-2 * ROUNDS : -ROUNDS]
    mean = sum(late) / len(late)
    low, high = wilson(mean * n, n)
    found = (
        f"{percent(mean)} of {n:,} predictions changed in each of the last {ROUNDS} rounds on average (95 % interval "
        f"{percent(low)} to {percent(high)})"
    )
    verdict, sentence, way = _judged(late, early, found, situation)
    step = situation.way(way) if verdict == ACT else ""
    return Piece(NAME, verdict, sentence, step, mean, low, high, LOW, None, picture)


def _judged(late: Sequence[float], early: Sequence[float], found: str, situation: Situation) -> tuple[str, str, str]:
    if max(late) < LOW:
        if situation.stop is False:
            return FINE, f"The end is near, though the stopping rules do not agree yet: {found}.", ""
        return ACT, f"It is time to stop: {found}, low and stable.", "stop"
    mean = sum(late) / len(late)
    if len(early) == ROUNDS and mean > HIGH and mean >= FALLING * sum(early) / len(early):
        before = percent(sum(early) / len(early))
        return (
            ACT,
            f"Consider easier, more varied batches: {found}, no less than {before} in the {ROUNDS} before.",
            "easier",
        )
    return FINE, f"Labels still teach the model something: {found}.", ""


def _picture(labels: Sequence[int], changes: Sequence[float], n: int) -> Picture:
    bands = [wilson(each * n, n) for each in changes]
    line = Line(
        "changed predictions",
        tuple(labels),
        tuple(changes),
        tuple(low for low, _ in bands),
        tuple(high for _, high in bands),
    )
    return Picture("Predictions that changed since the round before", "labels", "share", (line,), LOW)
