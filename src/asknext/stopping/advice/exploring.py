"""Whether the strategy in use still covers as much new ground as random batches would."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from asknext.stopping.advice.piece import ACT, EARLY, FINE, NOT_HERE, Line, Picture, Piece
from asknext.stopping.advice.situation import Situation
from asknext.stopping.advice.words import percent, rounds
from asknext.stopping.batch_look import BatchLook
from asknext.stopping.history import History, Round

__all__ = ["exploring"]

NAME = "exploration"
ROUNDS, BOUND = 3, 0.8
NO_GAIN = frozenset({"auto", "kmeans", "margin", "random"})
_Z95 = 1.96


def exploring(history: History, situation: Situation) -> Piece:
    """Keep exploring while random batches would explore more than those of the strategy in use.

    The number is what the last batches explored, divided by what random batches of the same sizes would have, with
    the interval that comes of the spread of random batches (Abraham & Dreyfus-Schmidt 2020). Where it was measured,
    exploring more paid below 0.8, not above, and not for the strategies of `NO_GAIN`.
    """
    seen = [(each, each.look) for each in history if each.look is not None]
    known = [(each, look) for each, look in seen if look.explored is not None]
    if seen and not known:
        return Piece(NAME, NOT_HERE, "Exploration cannot be told: there are no embeddings to measure distances on.")
    picture = _picture(known) if known else None
    if len(known) < ROUNDS:
        missing = ROUNDS - len(known)
        sentence = f"Too early to tell whether to explore more: {rounds(missing)} of training needed."
        return Piece(NAME, EARLY, sentence, bound=BOUND, rounds_missing=missing, picture=picture)
    return _told([look for _, look in known[-ROUNDS:]], situation, picture)


def _told(looks: Sequence[BatchLook], situation: Situation, picture: Picture | None) -> Piece:
    explored, random = sum(each.explored or 0.0 for each in looks), sum(each.random or 0.0 for each in looks)
    spread = sqrt(sum((each.random_sd or 0.0) ** 2 for each in looks))
    if not random > 0:
        return Piece(NAME, FINE, "Nothing is left to explore: every item has a labelled one as like it as can be.")
    ratio, low = explored / random, explored / (random + _Z95 * spread)
    high = explored / (random - _Z95 * spread) if random > _Z95 * spread else None
    less = high is not None and high < 1
    act = less and ratio < BOUND and situation.strategy not in NO_GAIN
    head = "Explore more" if act else _fine(less, ratio, situation.strategy)
    found = _found(ratio, low, high, looks, explored)
    sentence = f"{head}: the last {ROUNDS} batches by {situation.strategy} covered {found}."
    step = situation.way("explore") if act else ""
    return Piece(NAME, ACT if act else FINE, sentence, step, ratio, low, high, BOUND, None, picture)


def _fine(less: bool, ratio: float, strategy: str) -> str:
    if less and ratio < BOUND:
        return f"Exploration is below that of random batches, which costs nothing with {strategy}"
    return "Exploration is a little below that of random batches" if less else "Exploration is enough"


def _found(ratio: float, low: float, high: float | None, looks: Sequence[BatchLook], explored: float) -> str:
    reach = f"{percent(low)} to {percent(high)}" if high is not None else f"{percent(low)} or more"
    centres = [each.kmeans for each in looks]
    k_means = sum(each for each in centres if each is not None)
    beside = f"; {percent(explored / k_means)} of that of k-means" if None not in centres and k_means > 0 else ""
    return f"{percent(ratio)} of the new ground that random ones would have (95 % interval {reach}{beside})"


def _picture(known: Sequence[tuple[Round, BatchLook]]) -> Picture:
    x = tuple(each.labels for each, _ in known)
    looks = [look for _, look in known]
    low = tuple(max((each.random or 0.0) - _Z95 * (each.random_sd or 0.0), 0.0) for each in looks)
    high = tuple((each.random or 0.0) + _Z95 * (each.random_sd or 0.0) for each in looks)
    lines = [
        Line("your batches", x, tuple(each.explored for each in looks)),
        Line("random", x, tuple(each.random for each in looks), low, high),
    ]
    if any(each.kmeans is not None for each in looks):
        lines.append(Line("k-means", x, tuple(each.kmeans for each in looks)))
    return Picture("New ground covered by each batch", "labels", "share of what was left to cover", tuple(lines))
