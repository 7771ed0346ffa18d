"""Whether the batches are too easy: whether model and nearest labelled item agree on them more than on random items."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from asknext.measures.intervals import wilson
from asknext.stopping.advice.piece import ACT, EARLY, FINE, NOT_HERE, Line, Picture, Piece
from asknext.stopping.advice.situation import Situation
from asknext.stopping.advice.words import percent, rounds
from asknext.stopping.batch_look import BatchLook
from asknext.stopping.history import History, Round

__all__ = ["agreeing"]

NAME = "agreement"
ROUNDS = 3
HARD = frozenset({"auto", "entropy", "least_confidence", "margin", "ratio"})


def agreeing(history: History, situation: Situation, *, easier: bool = False) -> Piece:
    """Harder batches where the batches are easier than random ones.

    The number is the difference of two shares, of the batches and of random items, on which the model and the label
    of the nearest labelled item agree, with Newcombe's interval (1998); ``easier`` : contradictions ask for the
    opposite, which comes first.
    """
    if situation.numbers:
        return Piece(
            NAME, NOT_HERE, "Agreement does not apply: it compares predicted classes, and labels here are numbers."
        )
    looks = [(each, each.look) for each in history if each.look is not None]
    known = [(each, look) for each, look in looks if look.judged and look.random_judged]
    if looks and all(look.explored is None for _, look in looks):
        return Piece(
            NAME, NOT_HERE, "Agreement cannot be told: there are no embeddings to find the nearest labelled item by."
        )
    picture = _picture(known) if known else None
    if len(known) < ROUNDS:
        missing = ROUNDS - len(known)
        sentence = f"Too early to tell whether batches are too easy: {rounds(missing)} of training needed."
        return Piece(NAME, EARLY, sentence, bound=0.0, rounds_missing=missing, picture=picture)
    return _told([look for _, look in known[-ROUNDS:]], situation, picture, easier)


def _told(looks: Sequence[BatchLook], situation: Situation, picture: Picture | None, easier: bool) -> Piece:
    own, n = sum(each.agreed for each in looks), sum(each.judged for each in looks)
    random, m = sum(each.random_agreed for each in looks), sum(each.random_judged for each in looks)
    gap, low, high = newcombe(own, n, random, m)
    found = (
        f"model and nearest labelled item agree on {percent(own / n)} of the last {n:,} items asked and on "
        f"{percent(random / m)} of random ones (difference {gap * 100:+.0f} points, 95 % interval {low * 100:+.0f} to "
        f"{high * 100:+.0f})"
    )
    act = low > 0 and not easier and situation.stop is not True and situation.strategy not in HARD
    sentence = f"Make the next batches harder: {found}." if act else f"{_fine(low, high)}: {found}."
    step = situation.way("harder") if act else ""
    return Piece(NAME, ACT if act else FINE, sentence, step, gap, low, high, 0.0, None, picture)


def _fine(low: float, high: float) -> str:
    if low > 0:
        return "Batches are easier than random ones, which is as it should be now"
    return "Batches are harder than random ones" if high < 0 else "Batches are about as hard as random ones"


def newcombe(own: float, n: int, other: float, m: int) -> tuple[float, float, float]:
    """Difference of two shares, and its 95 % interval from Wilson's of each (Newcombe 1998, method 10)."""
    p, q = own / n, other / m
    (a, b), (c, d) = wilson(own, n), wilson(other, m)
    return p - q, p - q - sqrt((p - a) ** 2 + (d - q) ** 2), p - q + sqrt((b - p) ** 2 + (q - c) ** 2)


def _picture(known: Sequence[tuple[Round, BatchLook]]) -> Picture:
    x, looks = tuple(each.labels for each, _ in known), [look for _, look in known]
    bands = [wilson(each.agreed, each.judged) for each in looks]
    lines = (
        Line(
            "your batches", x, tuple(each.agreed / each.judged for each in looks),
            tuple(low for low, _ in bands), tuple(high for _, high in bands),
        ),
        Line("random", x, tuple(each.random_agreed / each.random_judged for each in looks)),
    )  # fmt: skip
    return Picture("Model and nearest labelled item agree", "labels", "share of items", lines)
