"""The rung on which disagreement scorers stand: a member is one expression over a block of a committee's opinions."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.inputs import CommitteeBlocks
from asknext.strategies.scorer import Float64, Scorer
from asknext.strategies.selector import SINGLE_LABEL

__all__ = ["CommitteeScorer", "VoteScorer"]


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
        scores = np.empty(len(view.unlabelled))
        for place, block in CommitteeBlocks(view, self.name):
            scores[place] = self.of(block)
        return scores

    def reason(self, view: PoolView, row: int, score: float) -> str:
        p = CommitteeBlocks(view, self.name).rows(np.array([row]))
        return _sentence(p.argmax(axis=2)[:, 0])


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
        scores = np.empty(len(view.unlabelled))
        for place, votes in _votes(view, self.name):
            scores[place] = self.of_counts(_counts(votes), len(votes))
        return scores

    def reason(self, view: PoolView, row: int, score: float) -> str:
        one = PoolView(view.n, available=np.array([row]), committee=view.committee)
        return _sentence(next(iter(_votes(one, self.name)))[1][:, 0])


def _votes(view: PoolView, asker: str) -> Iterator[tuple[slice, IntArray]]:
    """Blocks of votes (K, rows) as numbers of classes."""
    given = np.asarray(view.need("committee", asker))
    if given.ndim != 2:
        yield from ((place, block.argmax(axis=2)) for place, block in CommitteeBlocks(view, asker))
        return
    _refuse_votes(given, view, asker)
    yield slice(0, len(view.unlabelled)), _numbered(given[:, view.unlabelled])


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
    counts = np.zeros((votes.shape[1], int(votes.max()) + 1))
    for member in votes:
        counts[np.arange(len(member)), member] += 1
    return counts


def _sentence(votes: IntArray) -> str:
    most = int(np.bincount(votes).max())
    if most == len(votes):
        return f"All {len(votes)} models give the same answer, more or less surely."
    return f"The models disagree: the commonest answer has {most} of {len(votes)} votes."
