"""`several_answers`: the items that several people answered, or so many of them, drawn at random."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.labelling.quality.studied import Studied

__all__ = ["Several", "answers_given", "several_answers"]

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Several:
    """``w`` answers on r items.

    Attributes
    ----------
    rows : (r,) int64 rows of the items studied. items : (w,) int64 places in ``rows``. who : (w,) int64 annotators.
    places : (w,) int64 which of all answers each is. total : items with several answers, of which r are these.
    """

    rows: Codes
    items: Codes
    who: Codes
    places: Codes
    total: int


def several_answers(studied: Studied, most: int) -> Several:
    """The answers on items with two or more; of more than ``most`` items as many, drawn with the project's seed."""
    given, who = answers_given(studied)
    number = np.bincount(given, minlength=len(studied.items))
    rows = np.flatnonzero(number > 1)
    total = len(rows)
    if total > most:
        rows = np.sort(np.random.default_rng(studied.config.seed).choice(rows, most, replace=False))
    place = np.full(len(studied.items), -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    kept = np.flatnonzero(place[given] >= 0)
    return Several(rows, place[given[kept]], who[kept], kept, total)


def answers_given(studied: Studied) -> tuple[Codes, Codes]:
    """(v,) twice: the row of the item that each answer is about, and the annotator."""
    if studied.answers is not None:
        return studied.answers.rows, studied.answers.who
    each = max(len(studied.classes), 1) if studied.several else 1  # a set of classes is as many decisions, in order
    return studied.votes.items[::each] // each, studied.votes.annotators[::each]
