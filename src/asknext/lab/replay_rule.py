"""`replay_rule`: where a stopping rule would have stopped each stored run, and what that would have cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName
from asknext.lab.history import lazy_history, unknown_in
from asknext.lab.run_store import CellRecord, RunStore, StoredRound
from asknext.measures.metrics import METRICS
from asknext.measures.number_metrics import NUMBER_METRICS
from asknext.measures.stopping_cost import StoppingCost, cost_of_stopping
from asknext.stopping.history import Advice, Round
from asknext.stopping.registry import build_rule
from asknext.stopping.rule import Rule

__all__ = ["RuleReplay", "Stopped", "replay_rule", "replay_rules", "where_it_stops"]

ERROR_COST = 2_000.0


@dataclass(frozen=True)
class Stopped:
    """One rule on one cell.

    Attributes
    ----------
    cell : its id.  rule : as it describes itself.
    round : the number of the first round after which the rule says stop; None where it never does.
    labels, score : there; where it never stops, at the end of the run.
    best : the best score of the run.  final : that of its last round.
    cost : against the cheapest round in hindsight; None where the score is missing in a round, or has no best value.
    sentence : what the rule said there.
    unknown : a sentence where predictions were not kept, so that the rule may not have been able to tell.
    """

    cell: str
    rule: Mapping[str, Any]
    round: int | None
    labels: int
    score: float
    best: float
    final: float
    cost: StoppingCost | None
    sentence: str
    unknown: str | None


@dataclass(frozen=True)
class RuleReplay:
    """A rule over the cells of a store.

    Attributes
    ----------
    metric : the score that the columns speak of.  error_cost : see `cost_of_stopping`, in labels.
    stopped : one a cell, in the order of the store.
    """

    metric: str
    error_cost: float
    stopped: tuple[Stopped, ...]


def replay_rule(
    store: RunStore, rule: str | Mapping[str, Any] | Rule, *, metric: str | None = None,
    error_cost: float = ERROR_COST, seed: int = 0, cells: Iterable[CellRecord] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> RuleReplay:  # fmt: skip
    """Where ``rule`` would have stopped each run; see `replay_rules`."""
    return replay_rules(
        store, [rule], metric=metric, error_cost=error_cost, seed=seed, cells=cells, on_progress=on_progress
    )


def replay_rules(
    store: RunStore,
    rules: Sequence[str | Mapping[str, Any] | Rule],
    *,
    metric: str | None = None,
    error_cost: float = ERROR_COST,
    seed: int = 0,
    cells: Iterable[CellRecord] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> RuleReplay:
    """Where stopping rules would have stopped each run, without fitting anything.

    Parameters
    ----------
    store : an open run store.
    rules : names, mappings or objects, as `asknext.stopping.build_rule` takes them. In a one-vs-rest cell a rule of
        screening looks for the class "yes".
    metric : the score to judge the stop by; default: the first that the study took.
    error_cost : of a model that is always wrong, in labels (see `cost_of_stopping`).
    seed : of the stop set.
    cells : which; default: all of the study that have rounds.
    on_progress : called with (cells done, cells in all).

    Returns
    -------
    For each cell one `Stopped` a rule. A rule sees what it would have seen live: the scores on the test rows, too, for
    a rule that looks at scores.

    Raises
    ------
    UnknownName : no such rule, or the store did not take this metric.  InputError : it took none.
    """
    built = [build_rule(each) for each in rules]
    chosen = _metric(store, metric)
    wanted = [each for each in (store.cells() if cells is None else cells) if each.rounds]
    found: list[Stopped] = []
    for done, cell in enumerate(wanted, start=1):
        rounds = store.rounds(cell.id)
        history = lazy_history(rounds, seed=seed, looked_for=None if cell.target is None else "yes")
        found += [_stopped(cell.id, rule, rounds, history, chosen, error_cost) for rule in built]
        if on_progress:
            on_progress(done, len(wanted))
    return RuleReplay(chosen, error_cost, tuple(found))


def where_it_stops(rule: Rule, history: Sequence[Round]) -> tuple[int | None, Advice]:
    """The place of the first round after which ``rule`` says stop, and what it says; else None and its last word."""
    advice = Advice(rule.name, None, "There are no rounds.")
    for place in range(len(history)):
        advice = rule.check(history[: place + 1])
        if advice.stop:
            return place, advice
    return None, advice


def _stopped(
    cell: str, rule: Rule, rounds: Sequence[StoredRound], history: Sequence[Round], metric: str, error_cost: float
) -> Stopped:
    place, advice = where_it_stops(rule, history)
    at = len(rounds) - 1 if place is None else place
    scores = np.array([each.metrics.get(metric, np.nan) for each in rounds])
    rising, best = _direction(metric)
    top = float(np.nan) if np.isnan(scores).all() else float(np.nanmax(scores) if rising else np.nanmin(scores))
    return Stopped(
        cell, rule.describe(), None if place is None else rounds[place].number, rounds[at].labels, float(scores[at]),
        top, float(scores[-1]), _cost(rounds, scores, place, error_cost, rising, best), advice.sentence,
        unknown_in(history),
    )  # fmt: skip


def _cost(
    rounds: Sequence[StoredRound], scores: npt.NDArray[np.float64], place: int | None, error_cost: float,
    rising: bool, best: float | None,
) -> StoppingCost | None:  # fmt: skip
    labels = np.array([each.labels for each in rounds])
    if best is None or np.isnan(scores).any() or (np.diff(labels) <= 0).any():
        return None
    return cost_of_stopping(labels, scores, place, error_cost=error_cost, best=best, greater_is_better=rising)


def _metric(store: RunStore, metric: str | None) -> str:
    taken = store.metrics()
    if metric is None and not taken:
        raise InputError("The store holds no metric to judge a stop by.")
    if metric is not None and metric not in taken:
        raise UnknownName("metric", metric, taken, where=f"the store {store.folder}")
    return taken[0] if metric is None else metric


def _direction(metric: str) -> tuple[bool, float | None]:
    """(whether greater is better, the value of a perfect model in a share; None where errors have another unit)."""
    if metric in METRICS:
        known = METRICS[metric]
        return known.greater_is_better, known.best if metric != "log_loss" else None
    if metric in NUMBER_METRICS:
        return NUMBER_METRICS[metric].greater_is_better, 1.0 if metric == "r2" else None
    return True, 1.0 if metric.partition(":")[1] else None
