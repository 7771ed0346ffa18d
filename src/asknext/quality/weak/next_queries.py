"""Which items a person should look at, to mend what labelling functions leave open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.quality.weak.analysis import covered_items
from asknext.quality.weak.label_model import SoftLabels

__all__ = ["REASONS", "Query", "next_queries"]

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

REASONS = ("conflict", "model", "silence")


@dataclass(frozen=True)
class Query:
    """``row`` of an item, and why: functions are in ``"conflict"``, the ``"model"`` differs, or ``"silence"``."""

    row: int
    reason: str


def next_queries(
    matrix: Codes,
    soft: SoftLabels,
    k: int,
    *,
    model: Floats | None = None,
    asked: npt.ArrayLike | None = None,
    seed: int = 0,
) -> list[Query]:
    """``k`` items to ask about, from the reasons in turn, worst first.

    Conflicts: functions differ, the least sure soft label first. Model: the model's class is not that of the functions,
    where both are surest first. Silence: no function labels the item, drawn by ``seed`` (where there is a model, the
    least sure first).

    Parameters
    ----------
    matrix : (n, m) class codes, -1 for abstentions.  model : (n, K) a model's probabilities.
    asked : rows that are labelled already.

    Raises
    ------
    InputError : shapes that do not fit.
    """
    n, p = len(matrix), soft.probabilities
    if p.shape[0] != n or (model is not None and model.shape != p.shape):
        raise InputError(f"Soft labels and a model's are for {n} items and {p.shape[1]} classes each.")
    covered, conflict = covered_items(matrix, p.shape[1])
    free = np.ones(n, dtype=bool)
    if asked is not None:
        free[np.asarray(asked, dtype=np.int64)] = False
    draws = np.random.default_rng(seed).random(n)
    queues = {
        "conflict": _first(conflict & free, p.max(axis=1), draws),
        "model": [] if model is None else _first(_differing(p, model) & covered & free, -_both_sure(p, model), draws),
        "silence": _first(~covered & free, draws if model is None else model.max(axis=1), draws),
    }
    return _in_turn(queues, k)


def _first(wanted: npt.NDArray[np.bool_], order: Floats, draws: Floats) -> list[int]:
    rows = np.flatnonzero(wanted)
    return [int(row) for row in rows[np.lexsort((draws[rows], order[rows]))]]


def _differing(p: Floats, model: Floats) -> npt.NDArray[np.bool_]:
    return np.asarray(p.argmax(axis=1) != model.argmax(axis=1), dtype=np.bool_)


def _both_sure(p: Floats, model: Floats) -> Floats:
    return np.asarray(np.minimum(p.max(axis=1), model.max(axis=1)), dtype=np.float64)


def _in_turn(queues: dict[str, list[int]], k: int) -> list[Query]:
    taken: dict[int, str] = {}
    ends = {reason: iter(rows) for reason, rows in queues.items()}
    while ends and len(taken) < k:
        for reason in list(ends):
            row = next((row for row in ends[reason] if row not in taken), None)
            if row is None:
                del ends[reason]
            elif len(taken) < k:
                taken[row] = reason
    return [Query(row, reason) for row, reason in taken.items()]
