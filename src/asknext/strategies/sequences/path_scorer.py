"""The rung of scores from the probability of the best path of tags."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from asknext.errors import InputError
from asknext.strategies.inputs import Float64
from asknext.strategies.sequences.sequence_scorer import SequenceScorer
from asknext.strategies.sequences.tokens import Sentence

__all__ = ["PathScorer", "log_best_path"]

Table = tuple[tuple[float, ...], ...]


def _table(help: str) -> Any:
    def check(value: Any, where: str) -> Table | None:
        return None if value is None else _checked(value, where)

    return field(default=None, metadata={"check": check, "help": help})


@dataclass(frozen=True)
class PathScorer(SequenceScorer):
    """A score from the best path; ``transitions`` say how likely a tag follows another."""

    transitions: Any = _table(  # noqa: RUF009
        "a table (C, C) of how likely the tag of the column follows that of the row; by default tokens stand alone"
    )

    def log_path(self, sentence: Sentence) -> float:
        """The logarithm of the probability of the best path: as the tagger gave it, else computed here."""
        if sentence.path is not None:
            return float(np.log(sentence.path))
        if self.transitions is None:
            return float(np.log(sentence.probabilities.max(axis=1)).sum())
        weights = np.array(self.transitions)
        if len(weights) != sentence.probabilities.shape[1]:
            raise InputError(
                f"Parameter 'transitions' of strategy {self.name!r} is for {len(weights)} tags, but the sequences have "
                f"{sentence.probabilities.shape[1]}."
            )
        return log_best_path(sentence.probabilities, weights, self.name)


def log_best_path(p: Float64, weights: Float64, asker: str) -> float:
    """The log-probability of the best path, where a path's weight is the product of its tokens' and transitions'.

    By dynamic programming: the best path (Viterbi 1967) over the sum of all (forward algorithm). ``p`` (T, C),
    ``weights`` (C, C). Time T C^2.
    """
    with np.errstate(divide="ignore"):
        emitted, moved = np.log(p), np.log(weights)
    best, total = emitted[0].copy(), emitted[0].copy()
    for token in emitted[1:]:
        best = (best[:, None] + moved).max(axis=0) + token
        total = np.logaddexp.reduce(total[:, None] + moved, axis=0) + token
    if not np.isfinite(best.max()):
        raise InputError(f"Strategy {asker!r}: transitions leave no path of tags that the tokens allow.")
    return float(best.max() - np.logaddexp.reduce(total))


def _checked(value: Any, where: str) -> Table:
    wanted = "a square table of finite weights of at least 0, one row and one column for each tag"
    try:
        table = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"{where} is {value!r}, but must be {wanted}.") from error
    square = table.ndim == 2 and table.shape[0] == table.shape[1] and table.size > 0
    if not square or not np.isfinite(table).all() or table.min() < 0:
        raise InputError(f"{where} has shape {table.shape}, but must be {wanted}.")
    return tuple(tuple(map(float, row)) for row in table)
