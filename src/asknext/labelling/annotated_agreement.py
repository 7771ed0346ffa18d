"""How far two answers of annotations say the same, and which of several agrees most with the others."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.annotations.annotation import Annotation
from asknext.annotations.answers import Number, Ordinal, PairChoice
from asknext.annotations.relation import Relation
from asknext.annotations.span import Span
from asknext.labelling.part_overlap import part_overlaps
from asknext.store.label_value import annotations_in, decoded_value

__all__ = [
    "LEAST",
    "agreement",
    "agreements",
    "located",
    "matched_by_class",
    "medoid",
    "read_annotations",
]

LEAST = 0.5
"""Shapes and regions that overlap by this much are the same one."""


def agreement(one: str, other: str, step: float | None = None) -> float:
    """From 0 to 1 how far two stored answers agree.

    Shapes and regions: twice those that overlap by half with the same class, over all there are, which is F1 with
    either as the truth (Hripcsak and Rothschild, 2005); spans and relations likewise, where they are the same.
    Numbers: 1 within ``step`` of each other, ranks and choices: 1 where equal, else 0. Two empty answers agree.
    """
    first, second = read_annotations(one), read_annotations(other)
    if not first and not second:
        return 1.0
    if any(isinstance(each.value, Number | Ordinal | PairChoice) for each in (*first, *second)):
        return float(len(first) == len(second) == 1 and _equal(first[0].value, second[0].value, step))
    return 2 * matched_by_class(first, second).total() / (len(first) + len(second))


def matched_by_class(first: Sequence[Annotation], second: Sequence[Annotation]) -> Counter[str | None]:
    """How many annotations of each class, or of each name of a relation, say the same, each in one pair at most."""
    found: Counter[str | None] = Counter()
    for fact, times in (Counter(_facts(first)) & Counter(_facts(second))).items():
        found[fact[0]] += times
    ours, theirs = _by_frame_and_class(first), _by_frame_and_class(second)
    for key in ours.keys() & theirs.keys():
        found[key[0]] += len(_assigned(part_overlaps(ours[key], theirs[key])))
    return found


def located(first: Sequence[Annotation], second: Sequence[Annotation]) -> list[tuple[str | None, str | None, float]]:
    """(class, class, overlap) of the parts that overlap by half, whatever they are called, each in one pair at most."""
    ours, theirs = _by_frame(first), _by_frame(second)
    return [
        (ours[key][one].label, theirs[key][other].label, shared)
        for key in ours.keys() & theirs.keys()
        for one, other, shared in _assigned(
            part_overlaps([each.value for each in ours[key]], [each.value for each in theirs[key]])
        )
    ]


def agreements(values: Sequence[str], step: float | None = None) -> np.ndarray[Any, np.dtype[np.float64]]:
    """(k, k) of the pairs of ``values``; 1 on the diagonal."""
    table = np.eye(len(values))
    for at, one in enumerate(values):
        for to in range(at):
            table[at, to] = table[to, at] = 1.0 if one == values[to] else agreement(one, values[to], step)
    return table


def medoid(values: Sequence[str], step: float | None = None) -> tuple[int, float, bool]:
    """The place of the answer that agrees most with the others (of equals the last), how far it does on average, and
    whether all agree wholly."""
    if len(values) == 1:
        return 0, 1.0, True
    table = agreements(values, step)
    means = (table.sum(axis=1) - 1) / (len(values) - 1)
    best = max(range(len(values)), key=lambda place: (round(float(means[place]), 9), place))
    return best, float(means[best]), bool((table > 1 - 1e-9).all())


def read_annotations(value: str) -> list[Annotation]:
    """What a stored answer says."""
    return [Annotation.from_json(each) for each in annotations_in(decoded_value(value)) or []]


def _equal(one: Any, other: Any, step: float | None) -> bool:
    if isinstance(one, Number) and isinstance(other, Number):
        return math.isclose(one.value, other.value, rel_tol=1e-9, abs_tol=(step or 0.0) * (1 + 1e-9))
    if isinstance(one, Ordinal) and isinstance(other, Ordinal):
        return one.rank == other.rank
    return bool(one == other)


def _facts(said: Sequence[Annotation]) -> list[Any]:
    """Spans as they lie, and relations by the spans that they join, whatever these are called; the class is first."""
    spans = {each.id: (each.label, each.value.start, each.value.end) for each in said if isinstance(each.value, Span)}
    found: list[Any] = list(spans.values())
    for each in said:
        if isinstance(each.value, Relation):
            ends = [spans.get(each.value.source), spans.get(each.value.target)]
            found.append((each.label, *(ends if each.value.directed else sorted(ends, key=str))))
    return found


def _by_frame_and_class(said: Sequence[Annotation]) -> Mapping[Any, list[Any]]:
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for each in said:
        if not isinstance(each.value, Span | Relation):
            found[each.label, each.frame, getattr(each.value, "channel", None)].append(each.value)
    return found


def _by_frame(said: Sequence[Annotation]) -> Mapping[Any, list[Annotation]]:
    found: defaultdict[Any, list[Annotation]] = defaultdict(list)
    for each in said:
        if not isinstance(each.value, Relation):
            found[each.frame, getattr(each.value, "channel", None)].append(each)
    return found


def _assigned(overlaps: npt.NDArray[np.float64]) -> list[tuple[int, int, float]]:
    """The most pairs that overlap enough, each row and column in one at most, and of these the largest overlap."""
    from scipy.optimize import linear_sum_assignment

    worth = np.where(overlaps >= LEAST, len(overlaps) + 1.0 + overlaps, 0.0)
    places = zip(*linear_sum_assignment(worth, maximize=True), strict=True)
    return [(int(one), int(other), float(overlaps[one, other])) for one, other in places if worth[one, other] > 0]
