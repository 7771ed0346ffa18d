"""`replay`: a new metric over the rounds of a store, without fitting anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import AsknextError, InputError, UnknownName
from asknext.lab.run_store import CellRecord, RunStore, StoredRound
from asknext.measures.metrics import METRICS, Metric, metric_named, score
from asknext.measures.number_metrics import NUMBER_METRICS
from asknext.pool.task import REGRESSION

__all__ = ["MetricOfRound", "Replay", "replay"]

MetricOfRound = Callable[[StoredRound], float]
Curve = tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]


@dataclass(frozen=True, eq=False)
class Replay:
    """A metric over the rounds of a store.

    Attributes
    ----------
    metric : its name.
    curves : id of a cell -> (labels (R,) int64, values (R,) float64), as `RunStore.curves` gives them.
    rounds : how many there are in all.  undefined : how many of their values are NaN.
    pruned : how many of these because the predictions were not kept.
    """

    metric: str
    curves: Mapping[str, Curve]
    rounds: int
    undefined: int
    pruned: int


def replay(
    store: RunStore,
    metric: str | Metric | MetricOfRound,
    *,
    cells: Iterable[CellRecord] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Replay:
    """Compute a metric for every stored round.

    Parameters
    ----------
    store : an open run store.
    metric : a name from `asknext.measures.METRICS` or, for numbers, `NUMBER_METRICS`; one of one class, such as
        ``recall:holiday``; a `Metric`; or your own function of a `StoredRound` that gives a number.
    cells : which; default: all of the study that have rounds.
    on_progress : called with (cells done, cells in all).

    Returns
    -------
    A metric by name is computed from the predictions as they are stored, so that it may differ from what was taken
    during the run in the last digits that they were stored with. A round without them keeps what was taken, or NaN.

    Raises
    ------
    UnknownName : no such metric, or no such class in a cell.
    InputError : your function failed, or what it gave is no number; says in which cell and round.
    """
    name, of_round = _chosen(metric)
    wanted = [each for each in (store.cells() if cells is None else cells) if each.rounds]
    curves: dict[str, Curve] = {}
    undefined = pruned = 0
    for done, cell in enumerate(wanted, start=1):
        rounds = store.rounds(cell.id)
        found = [of_round(each) for each in rounds]
        values = np.array([np.nan if each is None else each for each in found], dtype=np.float64)
        curves[cell.id] = np.array([each.labels for each in rounds], dtype=np.int64), values
        undefined += int(np.isnan(values).sum())
        pruned += sum(each is None for each in found)
        if on_progress:
            on_progress(done, len(wanted))
    return Replay(name, curves, sum(len(labels) for labels, _ in curves.values()), undefined, pruned)


def _chosen(metric: str | Metric | MetricOfRound) -> tuple[str, Callable[[StoredRound], float | None]]:
    """The name, and a function of a round; None where its predictions were not kept."""
    if isinstance(metric, str):
        if ":" not in metric and metric not in METRICS and metric not in NUMBER_METRICS:
            raise UnknownName("metric", metric, [*METRICS, *NUMBER_METRICS])
        return metric, lambda stored: _by_name(metric, stored)
    if isinstance(metric, Metric):
        return metric.name, lambda stored: _by_name(metric, stored)
    if not callable(metric):
        raise InputError(f"A metric is a name, or a function of a stored round; found {metric!r}.")
    name = getattr(metric, "__name__", type(metric).__name__)
    return name, lambda stored: _own(metric, name, stored)


def _by_name(metric: str | Metric, stored: StoredRound) -> float | None:
    if len(stored.evaluated_rows) == 0:
        return float("nan")
    kept = stored.probabilities()
    if kept is None:
        return stored.metrics.get(metric if isinstance(metric, str) else metric.name)
    table = np.asarray(kept, dtype=np.float64)
    if stored.task == REGRESSION:
        if not isinstance(metric, str) or metric not in NUMBER_METRICS:
            raise UnknownName("metric of numbers", metric, NUMBER_METRICS, where=f"cell {stored.cell}")
        return float(NUMBER_METRICS[metric].function(stored.truth, table[:, 0])[0])
    return score(metric_named(metric, stored.classes), stored.truth, table)


def _own(metric: Callable[[StoredRound], Any], name: str, stored: StoredRound) -> float:
    where = f"in cell {stored.cell}, round {stored.number}"
    try:
        found = metric(stored)
    except AsknextError as error:
        raise InputError(f"The metric {name} failed {where}: {error}") from error
    except Exception as error:  # whatever somebody else's function raises
        hint = "" if stored.probabilities() is not None else " The predictions of this round were not kept."
        raise InputError(f"The metric {name} failed {where}: {type(error).__name__}: {error}.{hint}") from error
    if not isinstance(found, Real | np.number | np.bool_):
        raise InputError(f"The metric {name} gave {found!r} {where}; expected a number.")
    return float(found)
