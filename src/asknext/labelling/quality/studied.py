"""`Studied`: a project's labels, answers and what its model says of them, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.labelling.quality.stored_answers import StoredAnswers
from asknext.project.config import Config
from asknext.quality.votes import Votes
from asknext.store.classes import LabelClass

__all__ = ["Studied"]

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Studied:
    """``m`` items of a project that have a label, an answer or a gold answer, in order of position.

    Attributes
    ----------
    config : the project's settings. total : items in all. event : seq of the newest event there was.
    classes : in the order of the codes.
    items : (m,) int64 positions. ids : as imported. groups : (m,) codes, -1 for none. group_names : of the codes.
    labels : (m,) class codes, -1 without a label; several labels an item: (m, L) zeros and ones.
    has_label : (m,) bool. label_seqs : (m,) int64 of the event behind it, -1 without. givers : who gave each label,
        None without. decided : how it came about.
    confidence : (m,) float64 of the consensus, NaN where there is none. flagged : (m,) bool.
    settled : (m,) bool, the label was looked at and accepted as it is. asked_again : (m,) bool, the project has wanted
        another answer.
    gold : (m,) class codes of gold items, -1 for the others; several labels: (m, L), of which ``is_gold`` (m,) tells.
    votes : current answers; with several labels an item each class of an item is one decision, yes or no, and the
        votes are about m * L decisions. vote_at, vote_seconds : (v,) float64 time, and seconds or NaN.
    annotators : names in the order of the codes. machines : (A,) bool.
    probabilities : (m, K) float64 of a model that has not seen the item's label, NaN where there is none.
    vectors : (m, d) float32 of the items, None without.
    why_not : why there are no probabilities, else "".
    answers : what everybody said, where answers are annotations; None where they are classes.
    """

    config: Config
    total: int
    event: int
    classes: Sequence[LabelClass]
    items: Codes
    ids: Sequence[str]
    groups: Codes
    group_names: Sequence[str]
    labels: npt.NDArray[Any]
    has_label: Mask
    label_seqs: Codes
    givers: Sequence[str | None]
    decided: Sequence[str | None]
    confidence: Floats
    flagged: Mask
    settled: Mask
    asked_again: Mask
    gold: npt.NDArray[Any]
    is_gold: Mask
    votes: Votes
    vote_at: Floats
    vote_seconds: Floats
    annotators: Sequence[str]
    machines: Mask
    probabilities: Floats
    vectors: npt.NDArray[np.float32] | None
    why_not: str
    answers: StoredAnswers | None = None

    @property
    def several(self) -> bool:
        """Whether an item may have any number of classes."""
        return self.config.multilabel

    @property
    def names(self) -> list[str]:
        """What the classes are called, in the order of the codes."""
        return [each.name for each in self.classes]

    @cached_property
    def judged(self) -> Codes:
        """(j,) int64 rows that have a label, which a model was able to judge."""
        known = (
            ~np.isnan(self.probabilities).any(axis=1) if self.probabilities.size else np.zeros(len(self.items), bool)
        )
        return np.flatnonzero(self.has_label & known & ~self.is_gold)

    @cached_property
    def decisions(self) -> Codes:
        """The right answer of each decision, -1 where it is not known: gold; for (m,) items or (m * L,) decisions."""
        if not self.several:
            return np.where(self.is_gold, self.gold, -1)
        return np.where(self.is_gold[:, None], self.gold, -1).ravel()

    def rows_of_decisions(self, decisions: Codes) -> Codes:
        """The rows of items that ``decisions`` (of the votes) are about."""
        return decisions // max(len(self.classes), 1) if self.several else decisions

    def said(self, row: int) -> list[str]:
        """The label of a row as class ids; nothing without one."""
        if not self.has_label[row]:
            return []
        codes = np.flatnonzero(self.labels[row]) if self.several else [self.labels[row]]
        return [self.classes[int(code)].id for code in codes]
