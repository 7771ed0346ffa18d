"""The rung of strategies that draw from several others and learn from the answers which of them to follow."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.errors import InputError
from asknext.pool.view import PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.choosing.columns_of_labels import columns_of_labels
from asknext.strategies.choosing.experts import experts
from asknext.strategies.choosing.mixture import Drawn, draw
from asknext.strategies.choosing.notes import Note
from asknext.strategies.inputs import Float64, ProbabilityBlocks
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import number
from asknext.strategies.reasons import Reasons
from asknext.strategies.selector import SINGLE_LABEL, Selector

__all__ = ["Answer", "Chooser"]


@dataclass(frozen=True)
class Answer:
    """A row that was asked and is answered.

    ``chance`` of asking it, ``advice`` (N,) its chance under each strategy, ``shares`` (N,) of the strategies when it
    was asked, ``known`` the probability that the model gave the true label then, ``right`` whether the model now says
    the true label, ``fresh`` whether nothing was learnt from it yet.
    """

    chance: float
    advice: Float64
    shares: Float64
    known: float
    right: bool
    fresh: bool


@dataclass(frozen=True)
class Chooser(Selector):
    """Draws from what ``strategies`` propose. A member writes `shares` and `learnt`.

    What it learns is in notes (see `asknext.strategies.choosing.notes`); without notes all strategies count the same.
    """

    strategies: Any = experts("margin", "k_center_greedy", "random")  # noqa: RUF009
    horizon: int = number(100, "how many answers there will be in all, about", low=1, integer=True)

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities"}).union(*(one.needs for one in self.strategies))

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    @abstractmethod
    def shares(self, weights: Float64) -> Float64:
        """(N,) how often each strategy is followed, for ``weights`` (N,) that sum to 1."""

    @abstractmethod
    def learnt(self, answers: Sequence[Answer], view: PoolView) -> Float64:
        """(N,) what to add to the logarithms of the weights after ``answers``, of which some are fresh."""

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        return self.select_noting(view, n, rng, ())[0]

    def select_noting(
        self, view: PoolView, n: int, rng: np.random.Generator, notes: Sequence[Note]
    ) -> tuple[Batch, Note]:
        """``n`` rows to ask, and the note to keep once one of them is answered."""
        self.check(view)
        logs, settled = self._settle(view, notes)
        shares = self.shares(_normalised(logs))
        found = draw(self.strategies, shares, view, n, rng, self.name)
        seen = ProbabilityBlocks(view, self.name).rows(found.rows)
        note = {
            "logs": logs.tolist(),
            "shares": shares.tolist(),
            "settled": settled,
            "rows": found.rows.tolist(),
            "chances": found.chances.tolist(),
            "advice": found.advice.tolist(),
            "seen": seen.tolist(),
        }
        return Batch(found.rows, found.chances, Reasons(n, lambda i: self._sentence(found, i, shares))), note

    def weights(self, view: PoolView, notes: Sequence[Note]) -> Float64:
        """(N,) what each strategy weighs after the answers so far; they sum to 1."""
        return _normalised(self._settle(view, notes)[0])

    def _settle(self, view: PoolView, notes: Sequence[Note]) -> tuple[Float64, list[int]]:
        """The logarithms of the weights now, and the rows learnt from in this round."""
        if not notes or not view.has("labels"):
            return np.zeros(len(self.strategies)), []
        logs = np.asarray(notes[-1]["logs"], dtype=np.float64)
        if logs.shape != (len(self.strategies),):
            raise InputError(f"Strategy {self.name!r}: the notes are of {len(logs)} strategies, not of these.")
        asked = {row: (note, i) for note in notes for i, row in enumerate(note["rows"])}
        rows = [row for row in labelled_rows(view).tolist() if row in asked]
        done = {row for note in notes for row in note["settled"]}
        fresh = [row for row in rows if row not in done]
        if not fresh:
            return logs, []
        return logs + self.learnt(self._answers(view, rows, asked, done), view), fresh

    def _answers(
        self, view: PoolView, rows: list[int], asked: dict[int, tuple[Note, int]], done: set[int]
    ) -> list[Answer]:
        labels = [view.labels[row] for row in rows]
        now = ProbabilityBlocks(view, self.name).rows(np.array(rows))
        column = columns_of_labels(labels, now)
        return [
            _answer(*asked[row], column.get(label, -1), int(now[i].argmax()), row not in done)
            for i, (row, label) in enumerate(zip(rows, labels, strict=True))
        ]

    def _sentence(self, found: Drawn, i: int, shares: Float64) -> str:
        names = [one.name for one, advised in zip(self.strategies, found.advice[i], strict=True) if advised > 0]
        share = float(shares[found.advice[i] > 0].sum())
        return f"Proposed by {' and '.join(names)}, followed in {share:.0%} of the choices now."


def _answer(note: Note, i: int, column: int, says: int, fresh: bool) -> Answer:
    seen = note["seen"][i]
    return Answer(
        chance=float(note["chances"][i]),
        advice=np.asarray(note["advice"][i], dtype=np.float64),
        shares=np.asarray(note["shares"], dtype=np.float64),
        known=float(seen[column]) if 0 <= column < len(seen) else 0.0,
        right=says == column,
        fresh=fresh,
    )


def _normalised(logs: Float64) -> Float64:
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum(), dtype=np.float64)
