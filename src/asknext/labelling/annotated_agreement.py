"""How far two answers of annotations say the same, and which of several agrees most with the others."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from asknext.annotations.annotation import Annotation
from asknext.annotations.answers import Number, Ordinal, PairChoice
from asknext.annotations.mask import Mask
from asknext.annotations.overlap import overlap
from asknext.annotations.polygon import Polygon
from asknext.annotations.raster import mask_of
from asknext.annotations.relation import Relation
from asknext.annotations.span import Span
from asknext.store.label_value import annotations_in, decoded_value

__all__ = ["LEAST", "RIGHT", "agreement", "agreements", "medoid"]

LEAST = 0.5
"""Shapes and regions that overlap by this much are the same one."""

RIGHT = 0.8
"""An answer that agrees so far with the right one counts as right in a test."""


def agreement(one: str, other: str, step: float | None = None) -> float:
    """From 0 to 1 how far two stored answers agree.

    Shapes and regions: twice those that overlap by half with the same class, over all there are, which is F1 with
    either as the truth (Hripcsak and Rothschild, 2005); spans and relations likewise, where they are the same.
    Numbers: 1 within ``step`` of each other, ranks and choices: 1 where equal, else 0. Two empty answers agree.
    """
    first, second = _read(one), _read(other)
    if not first and not second:
        return 1.0
    if any(isinstance(each.value, Number | Ordinal | PairChoice) for each in (*first, *second)):
        return float(len(first) == len(second) == 1 and _equal(first[0].value, second[0].value, step))
    matched = _exact(first, second) + _overlapping(first, second)
    return 2 * matched / (len(first) + len(second))


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


def _read(value: str) -> list[Annotation]:
    return [Annotation.from_json(each) for each in annotations_in(decoded_value(value)) or []]


def _equal(one: Any, other: Any, step: float | None) -> bool:
    if isinstance(one, Number) and isinstance(other, Number):
        return math.isclose(one.value, other.value, rel_tol=1e-9, abs_tol=(step or 0.0) * (1 + 1e-9))
    if isinstance(one, Ordinal) and isinstance(other, Ordinal):
        return one.rank == other.rank
    return bool(one == other)


def _exact(first: Sequence[Annotation], second: Sequence[Annotation]) -> int:
    common = Counter(_facts(first)) & Counter(_facts(second))
    return sum(common.values())


def _facts(said: Sequence[Annotation]) -> list[Any]:
    """Spans as they lie, and relations by the spans that they join, whatever these are called."""
    spans = {each.id: (each.value.start, each.value.end, each.label) for each in said if isinstance(each.value, Span)}
    found: list[Any] = list(spans.values())
    for each in said:
        if isinstance(each.value, Relation):
            ends = [spans.get(each.value.source), spans.get(each.value.target)]
            found.append((each.label, *(ends if each.value.directed else sorted(ends, key=str))))
    return found


def _overlapping(first: Sequence[Annotation], second: Sequence[Annotation]) -> int:
    """How many shapes and regions of the same class and frame have a partner, each one at most."""
    ours, theirs = _grouped(first), _grouped(second)
    return sum(_pairs(ours[key], theirs[key]) for key in ours.keys() & theirs.keys())


def _grouped(said: Sequence[Annotation]) -> Mapping[Any, list[Any]]:
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for each in said:
        if not isinstance(each.value, Span | Relation):
            found[each.label, each.frame, getattr(each.value, "channel", None)].append(each.value)
    return found


def _pairs(ours: Sequence[Any], theirs: Sequence[Any]) -> int:
    from scipy.optimize import linear_sum_assignment

    table = np.array([[_common(one, other) for other in theirs] for one in ours])
    same = table >= LEAST
    rows, columns = linear_sum_assignment(same, maximize=True)
    return int(same[rows, columns].sum())


def _common(one: Any, other: Any) -> float:
    if hasattr(one, "bounds"):
        if not _touch(one.bounds, other.bounds):
            return 0.0
        if one.kind == "keypoints" or other.kind == "keypoints":
            return _bounded(one, other)
        if isinstance(one, Mask) != isinstance(other, Mask):
            one, other = (_drawn(each, one, other) for each in (one, other))
    return overlap(one, other)


def _touch(one: Sequence[float], other: Sequence[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _bounded(one: Any, other: Any) -> float:
    from asknext.annotations.overlap import box_overlaps

    return float(box_overlaps(np.array([one.bounds]), np.array([other.bounds]))[0, 0])


def _drawn(shape: Any, one: Any, other: Any) -> Mask:
    mask = one if isinstance(one, Mask) else other
    if isinstance(shape, Mask):
        return shape
    if isinstance(shape, Polygon):
        return mask_of(shape, mask.height, mask.width)
    left, top, right, bottom = shape.bounds
    corners = getattr(shape, "corners", ((left, top), (right, top), (right, bottom), (left, bottom)))
    return mask_of(Polygon.of(corners), mask.height, mask.width)
