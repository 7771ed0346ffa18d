"""One engine for all models in which annotators answer independently once the true class is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.quality.consensus.vote_table import Block, VoteTable
from asknext.quality.short_rows import row_max, row_sum

__all__ = ["Evidence", "Fit", "Maximise", "Model", "expectation_maximisation"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

_NO_UNDERFLOW = 600.0


@dataclass(frozen=True, eq=False)
class Model:
    """What is believed of annotators and classes.

    Attributes
    ----------
    said : (A, S, L) float64 log of the chance that an annotator says a label where a state is true.
    shares : (S,) float64 log of how frequent each state is.
    penalty : log of the prior of these beliefs (or minus their divergence from it), added to the log-likelihood.
    """

    said: Floats
    shares: Floats
    penalty: float = 0.0


# Expected counts (A, S, L) of annotator, state and label, and (S,) of items, to the model that fits them best.
Maximise = Callable[[Floats, Floats], Model]


@dataclass(frozen=True, eq=False)
class Evidence:
    """What is known of items besides votes.

    Attributes
    ----------
    known : (n, S) float64 log of a distribution over states, in place of their shares; or None.
    gold : (n, S) bool states that are possible; or None.
    """

    known: Floats | None = None
    gold: npt.NDArray[np.bool_] | None = None


@dataclass(frozen=True, eq=False)
class Fit:
    """What was found.

    Attributes
    ----------
    posterior : (n, S) float64 by the model that was found.
    model : the last one.
    counts : (A, S, L) float64 expected numbers under ``posterior``.
    iterations : passes over the votes.  log_likelihood : of the votes, plus the model's penalty.
    converged : whether the last pass gained less than the tolerance.
    """

    posterior: Floats
    model: Model
    counts: Floats
    iterations: int
    log_likelihood: float
    converged: bool


def expectation_maximisation(
    table: VoteTable,
    maximise: Maximise,
    start: Floats,
    evidence: Evidence | None = None,
    *,
    iterations: int = 100,
    tolerance: float = 1e-5,
) -> Fit:
    """From the posterior ``start`` (n, S) until a pass gains less than ``tolerance`` a vote.

    ``start`` is overwritten and comes back as the posterior. Time votes S + n S a pass, memory n S + A L S.
    """
    evidence = evidence or Evidence()
    votes, before, converged, done = max(1, len(table.items)), -np.inf, False, 0
    voted = _voted(table)
    counts, totals = _counts_of(table, start, voted)
    model, reached = maximise(counts, totals), -np.inf
    while done < iterations and not converged:
        counts, totals, reached = _passed(table, model, evidence, start, voted)
        reached, done = reached + model.penalty, done + 1
        converged = abs(reached - before) < tolerance * votes
        before = reached
        if not converged and done < iterations:
            model = maximise(counts, totals)
    return Fit(start, model, counts, done, float(reached), converged)


def _voted(table: VoteTable) -> npt.NDArray[np.float64]:
    """(n,) 1 where an item has a vote: items without must not say how frequent classes are."""
    found = np.zeros(table.n)
    found[table.items] = 1.0
    return found


def _counts_of(table: VoteTable, posterior: Floats, voted: Floats) -> tuple[Floats, Floats]:
    states = posterior.shape[1]
    cells = np.zeros((table.annotators * table.labels, states))
    for block in table.blocks:
        cells += block.given.T @ posterior[block.rows]
    return _by_state(table, cells), voted @ posterior


def _passed(
    table: VoteTable, model: Model, evidence: Evidence, posterior: Floats, voted: Floats
) -> tuple[Floats, Floats, float]:
    """Expectation for all items, into ``posterior``: the expected counts, of items, and the log-likelihood."""
    states = posterior.shape[1]
    said = np.ascontiguousarray(model.said.transpose(0, 2, 1)).reshape(-1, states)
    lowest = table.most * float(said.min(initial=0.0)) + float(model.shares.min(initial=0.0))
    plain = evidence.known is None and evidence.gold is None and lowest > -_NO_UNDERFLOW
    cells, totals, likelihood = np.zeros_like(said), np.zeros(states), 0.0
    for block in table.blocks:
        logs = block.given @ said
        _add_prior(logs, block, model, evidence)
        peaks = None if plain else _peaks(logs)
        np.exp(logs, out=logs)
        sums = row_sum(logs)
        logs /= sums[:, None]
        posterior[block.rows] = logs
        cells += block.given.T @ logs
        totals += voted[block.rows] @ logs
        likelihood += float(voted[block.rows] @ (np.log(sums) if peaks is None else np.log(sums) + peaks))
    return _by_state(table, cells), totals, likelihood


def _add_prior(logs: Floats, block: Block, model: Model, evidence: Evidence) -> None:
    logs += model.shares if evidence.known is None else evidence.known[block.rows]
    if evidence.gold is not None:
        logs[~evidence.gold[block.rows]] = -np.inf


def _peaks(logs: Floats) -> Floats:
    """The largest of each row, which is taken off it."""
    peaks = row_max(logs)
    logs -= peaks[:, None]
    return peaks


def _by_state(table: VoteTable, cells: Floats) -> Floats:
    return cells.reshape(table.annotators, table.labels, cells.shape[1]).transpose(0, 2, 1)
