"""`CellFacts`: what one finished run took and asked, read once from its rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.lab.run_store import CellRecord, StoredRound

__all__ = ["CellFacts", "cell_facts"]


@dataclass(frozen=True, eq=False)
class CellFacts:
    """Attributes
    ----------
    choose, fit, predict : seconds over all rounds.  memory : MB at most, None where it is not known.
    asked : rows labelled after the initial set, in their order.  initial : rows labelled before.  pool : rows of it.
    counts : class -> how often it was the answer after the initial set.
    answered, silent : questions after the initial set with an answer, and without.
    missing : rounds after which a class had no label.  rounds : in all.
    """

    strategy: str
    seed: int
    choose: float
    fit: float
    predict: float
    memory: float | None
    asked: npt.NDArray[np.int64]
    initial: int
    pool: int
    counts: dict[str, int]
    answered: int
    silent: int
    missing: int
    rounds: int


def cell_facts(cell: CellRecord, rounds: Sequence[StoredRound]) -> CellFacts:
    """Of a cell with one round or more."""
    first, last = rounds[0], rounds[-1]
    later = [each.answers for each in rounds[1:]]
    given = [_given(answers) for answers in later]
    return CellFacts(
        strategy=cell.strategy,
        seed=cell.seed,
        choose=sum(each.select_seconds for each in rounds),
        fit=sum(each.fit_seconds for each in rounds),
        predict=sum(each.predict_seconds for each in rounds),
        memory=cell.peak_memory_mb,
        asked=last.labelled_rows[first.labels :],
        initial=first.labels,
        pool=len(last.pool_rows),
        counts=_counts(later, last.classes),
        answered=sum(int(each.sum()) for each in given),
        silent=sum(len(each) - int(each.sum()) for each in given),
        missing=sum(bool(each.missing_classes) for each in rounds),
        rounds=len(rounds),
    )


def _given(answers: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    if answers.dtype.kind == "f":
        return np.asarray(~np.isnan(answers.astype(np.float64)))
    codes = answers.astype(np.int64)
    return np.asarray(codes >= 0 if codes.ndim == 1 else (codes >= 0).all(axis=1))


def _counts(batches: Sequence[npt.NDArray[np.generic]], classes: Sequence[object]) -> dict[str, int]:
    """Of classes only: numbers have none."""
    if not batches or not classes or batches[0].dtype.kind == "f":
        return {}
    codes = np.concatenate(batches).astype(np.int64)
    single = codes.ndim == 1
    totals = np.bincount(codes[codes >= 0], minlength=len(classes)) if single else (codes > 0).sum(axis=0)
    return {str(name): int(total) for name, total in zip(classes, totals, strict=True)}
