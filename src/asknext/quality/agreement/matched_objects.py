"""Agreement of annotators who mark and name parts of an item: spans, boxes, stretches of audio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.measures.agreement import cohen_kappa
from asknext.quality.agreement.matching import matched_parts

__all__ = ["Marked", "ObjectAgreement", "object_agreement"]

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Marked:
    """What ``annotator`` marked in ``item``: ``parts`` (p, 2 d) as in `overlaps`, ``labels`` (p,) int64 classes."""

    item: int
    annotator: int
    parts: npt.NDArray[np.float64]
    labels: Codes


@dataclass(frozen=True)
class ObjectAgreement:
    """Over all pairs of annotators of all items.

    Attributes
    ----------
    pairs : int, of annotators with a common item, each item counted.
    f1 : 2 matched / all marked, parts matched whatever their class; NaN where nobody marked anything.
    labelled_f1 : the same where the class must be the same too.
    overlap : mean intersection over union of matched parts; NaN without any.
    kappa : Cohen's kappa of the classes of matched parts; NaN without any.
    """

    pairs: int
    f1: float
    labelled_f1: float
    overlap: float
    kappa: float


def object_agreement(marks: Sequence[Marked], least: float = 0.5) -> ObjectAgreement:
    """`ObjectAgreement` ; parts that overlap by ``least`` are the same (F1 as agreement: Hripcsak & Rothschild 2005).

    Raises
    ------
    InputError : an annotator who marked an item twice, labels that are not one for each part, or as `matched_parts`.
    """
    groups = _by_item(marks)
    matched, marked, overlap, first, second, pairs = 0, 0, 0.0, [], [], 0
    for group in groups:
        for a, b in combinations(group, 2):
            found = matched_parts(a.parts, b.parts, least)
            pairs, matched, marked = pairs + 1, matched + len(found.first), marked + len(a.labels) + len(b.labels)
            overlap += float(found.overlap.sum())
            first.append(np.asarray(a.labels)[found.first])
            second.append(np.asarray(b.labels)[found.second])
    return _summed(pairs, matched, marked, overlap, first, second)


def _by_item(marks: Sequence[Marked]) -> list[list[Marked]]:
    groups: dict[int, dict[int, Marked]] = {}
    for mark in marks:
        if len(mark.labels) != len(mark.parts):
            raise InputError(f"A marked part has one class; found {len(mark.parts)} parts, {len(mark.labels)} classes.")
        of_item = groups.setdefault(mark.item, {})
        if mark.annotator in of_item:
            raise InputError(f"Annotator {mark.annotator} has marked item {mark.item} twice; keep the last.")
        of_item[mark.annotator] = mark
    return [[group[who] for who in sorted(group)] for group in groups.values()]


def _summed(
    pairs: int, matched: int, marked: int, overlap: float, first: list[Codes], second: list[Codes]
) -> ObjectAgreement:
    nan = float("nan")
    if matched == 0:
        return ObjectAgreement(pairs, 0.0 if marked else nan, 0.0 if marked else nan, nan, nan)
    left, right = np.concatenate(first), np.concatenate(second)
    same = float((left == right).sum())
    return ObjectAgreement(pairs, 2 * matched / marked, 2 * same / marked, overlap / matched, cohen_kappa(left, right))
