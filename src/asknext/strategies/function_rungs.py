"""The rungs on which strategies made from functions stand: what the function gave is checked, and errors name it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.reasons import Reasons
from asknext.strategies.scorer import Float64, Scorer
from asknext.strategies.selector import Selector
from asknext.strategies.unlabelled_inputs import unlabelled_input

__all__ = ["FunctionScorer", "FunctionSelector", "parameters_of"]


@dataclass(frozen=True)
class FunctionScorer(Scorer):
    """A function that gives every unlabelled item a score, from its ``inputs``, or from the view."""

    function: ClassVar[Callable[..., Any]]
    inputs: ClassVar[tuple[str, ...]]
    why: ClassVar[str | Callable[..., str] | None]

    def score_rows(self, view: PoolView) -> Float64:
        given = [unlabelled_input(name, view, self.name) for name in self.inputs] or [view]
        return _scores(self.function(*given, **parameters_of(self)), view, self.name)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return _sentence(self.why, row, score) or super().reason(view, row, score)


@dataclass(frozen=True)
class FunctionSelector(Selector):
    """A function that chooses rows: ``(view, n, rng) -> rows``."""

    function: ClassVar[Callable[..., Any]]
    inputs: ClassVar[tuple[str, ...]]
    why: ClassVar[str | Callable[..., str] | None]

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        found = self.function(view, n, rng, **parameters_of(self))
        batch = found if isinstance(found, Batch) else self._batch(_rows(found, n, self.name))
        _refuse_rows(np.asarray(batch.indices), view, n, self.name)
        return batch

    def _batch(self, rows: IntArray) -> Batch:
        sentence = f"Chosen by {self.name}."
        reasons = Reasons(len(rows), lambda i: _sentence(self.why, int(rows[i]), float("nan")) or sentence)
        return Batch(rows, np.full(len(rows), np.nan), reasons)


def parameters_of(made: Any) -> dict[str, Any]:
    """The values of the fields of a strategy."""
    return {field.name: getattr(made, field.name) for field in fields(made)}


def _scores(found: Any, view: PoolView, name: str) -> Float64:
    values, u = _numbers(found, name), len(view.unlabelled)
    if values.shape != (u,):
        whole = " That is one for each item: give those of the unlabelled only." if values.shape == (view.n,) else ""
        raise InputError(
            f"The function of strategy {name!r} gave scores of shape {values.shape}, expected ({u},), one for each "
            f"unlabelled item.{whole}"
        )
    wrong = ~np.isfinite(values)
    if wrong.any():
        at = int(np.argmax(wrong))
        raise InputError(
            f"The function of strategy {name!r} gave row {view.unlabelled[at]} the score {values[at]}, but every "
            f"score must be a finite number."
        )
    return values


def _numbers(found: Any, name: str) -> Float64:
    try:
        return np.array(found, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"The function of strategy {name!r} gave {type(found).__name__}, expected an array of numbers ({error})."
        ) from error


def _rows(found: Any, n: int, name: str) -> IntArray:
    """Row numbers, however many: two rows are two rows, never a row and something else."""
    try:
        rows: npt.NDArray[Any] = np.asarray(found if hasattr(found, "__array__") else list(found))
    except (TypeError, ValueError):
        rows = np.asarray(None)
    if rows.ndim != 1 or (rows.dtype.kind not in "iu" and rows.size):
        raise InputError(
            f"The function of strategy {name!r} gave {type(found).__name__} of shape {rows.shape} with {rows.dtype}, "
            f"expected {n} row numbers, or a Batch, which can hold scores and reasons, too."
        )
    return rows.astype(np.int64)


def _refuse_rows(rows: IntArray, view: PoolView, n: int, name: str) -> None:
    said = f"The function of strategy {name!r} gave"
    if len(rows) != n:
        raise InputError(f"{said} {len(rows)} rows, but {n} were asked for.")
    values, counts = np.unique(rows, return_counts=True)
    if (counts > 1).any():
        raise InputError(f"{said} row {values[counts > 1][0]} {counts.max()} times; each row may occur once.")
    if len(outside := rows[(rows < 0) | (rows >= view.n)]):
        raise InputError(f"{said} row {outside[0]}, but the pool has rows 0 to {view.n - 1}.")
    if len(taken := np.setdiff1d(rows, view.unlabelled)):
        raise InputError(f"{said} row {taken[0]}, which is not to be asked: choose among view.unlabelled.")


def _sentence(why: str | Callable[..., str] | None, row: int, score: float) -> str | None:
    if why is None:
        return None
    return why.format(score=score, row=row) if isinstance(why, str) else str(why(row, score))
