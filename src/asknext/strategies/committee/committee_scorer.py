"""The rung on which disagreement scorers stand: a member is one expression over a block of a committee's opinions."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.inputs import CommitteeBlocks
from asknext.strategies.reasons import Reasons
from asknext.strategies.scorer import Float64, Scorer
from asknext.strategies.selector import SINGLE_LABEL

__all__ = ["CommitteeScorer", "VoteScorer"]

_READ_TOGETHER = 10_000


@dataclass(frozen=True)
class CommitteeScorer(Scorer):
    """Scores from the class probabilities of K members, e.g. an ensemble or dropout draws. A member writes `of`."""

    time = "K n C"
    memory = "n"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"committee"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    @abstractmethod
    def of(self, p: Float64) -> Float64:
        """(rows,) scores of a block ``p`` (K, rows, C) of the members' probabilities."""

    def score_rows(self, view: PoolView) -> Float64:
        return np.concatenate(list(CommitteeBlocks(view, self.name).scores(self.of)))

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return _reasons(view, np.array([row]), self.name)[0]

    def reasons(self, view: PoolView, rows: IntArray, scores: Float64) -> Sequence[str]:
        return _reasons(view, rows, self.name)


@dataclass(frozen=True)
class VoteScorer(Scorer):
    """Scores from the votes of K members: class probabilities (K, n, C), each a vote for the likeliest class (the first
    of equals), or the votes themselves (K, n), numbers or names. A member writes `of_counts`."""

    time = "K n C"
    memory = "n"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"committee"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    @abstractmethod
    def of_counts(self, counts: Float64, members: int) -> Float64:
        """(rows,) scores of the votes ``counts`` (rows, C) for each class."""

    def score_rows(self, view: PoolView) -> Float64:
        given = np.asarray(view.need("committee", self.name))
        if given.ndim != 2:
            blocks = CommitteeBlocks(view, self.name)
            return np.concatenate(list(blocks.scores(lambda p: self.of_counts(_votes(p), len(p)))))
        _refuse_votes(given, view, self.name)
        return self.of_counts(_counts(_numbered(given[:, view.unlabelled])), len(given))

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return self.reasons(view, np.array([row]), np.array([score]))[0]

    def reasons(self, view: PoolView, rows: IntArray, scores: Float64) -> Sequence[str]:
        given = np.asarray(view.need("committee", self.name))
        if given.ndim == 2:
            return Reasons(len(rows), lambda i: _sentence(_numbered(given[:, rows[i] : rows[i] + 1])[:, 0]))
        return _reasons(view, rows, self.name)


def _reasons(view: PoolView, rows: IntArray, asker: str) -> Sequence[str]:
    """A sentence for each row, of the members' answers; rows are read together as long as they are few."""
    blocks = CommitteeBlocks(view, asker)
    if len(rows) > _READ_TOGETHER:
        return Reasons(len(rows), lambda i: _sentence(blocks.rows(rows[i : i + 1]).argmax(axis=2)[:, 0]))
    votes = blocks.rows(rows).argmax(axis=2)
    return Reasons(len(rows), lambda i: _sentence(votes[:, i]))


def _votes(p: Float64) -> Float64:
    """(rows, C) how many members find each class likeliest in ``p`` (K, rows, C), the first of equals."""
    counts = np.zeros((p.shape[2], p.shape[1]))
    for member in p:
        best, left = member.max(axis=1), np.ones(p.shape[1], dtype=bool)
        for column, count in zip(member.T, counts, strict=True):
            likeliest = column == best
            likeliest &= left
            left ^= likeliest
            count += likeliest
    return counts.T


def _refuse_votes(votes: npt.NDArray[Any], view: PoolView, asker: str) -> None:
    if votes.shape[1] != view.n or len(votes) == 0:
        raise InputError(f"Strategy {asker!r}: committee has shape {votes.shape}, expected (K, n) with n = {view.n}.")
    if votes.dtype.kind == "f" and not np.isfinite(votes[:, view.unlabelled]).all():
        member, at = np.argwhere(~np.isfinite(votes[:, view.unlabelled]))[0]
        raise InputError(
            f"Strategy {asker!r}: row {view.unlabelled[at]} of committee[{member}] is not a finite vote; every member "
            f"must vote on every item."
        )


def _numbered(votes: npt.NDArray[Any]) -> IntArray:
    _, numbers = np.unique(votes.astype(str) if votes.dtype == object else votes, return_inverse=True)
    return numbers.reshape(votes.shape).astype(np.int64)


def _counts(votes: IntArray) -> Float64:
    counts = np.zeros((votes.shape[1], int(votes.max()) + 1))  # no more than there are different votes
    for member in votes:
        counts[np.arange(len(member)), member] += 1
    return counts


def _sentence(votes: IntArray) -> str:
    answers = votes.tolist()
    most = max(map(answers.count, answers))
    if most == len(votes):
        return f"All {len(votes)} models give the same answer, more or less surely."
    return f"The models disagree: the commonest answer has {most} of {len(votes)} votes."
