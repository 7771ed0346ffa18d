"""Stored rounds as the history that stopping rules look at, so that any rule can be replayed on any finished run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from asknext.lab.lazy_round import LazyRound
from asknext.lab.run_store import StoredRound
from asknext.lab.stored_cell import StoredCell
from asknext.stopping.history import Round

__all__ = ["history_of", "lazy_history", "unknown_in"]


def history_of(rounds: Sequence[StoredRound], *, seed: int = 0, looked_for: Any = None) -> list[Round]:
    """What was known after each round, from what was stored of it.

    Parameters
    ----------
    rounds : the finished rounds of one cell, oldest first.
    seed : of the stop set, up to 2,000 rows of the pool, and of the control items; the same in every round.
    looked_for : the class that a screening looks for; then the fields for rules of screening are there, too, with up
        to 50 control items of that class.

    Returns
    -------
    One `Round` a stored round. ``seconds`` and ``cost`` are sums up to it. Scores have an interval where the metric is
    the accuracy (Wilson). Where the predictions on the pool were not kept, those on the rows scored stand for the stop
    set if they are the same rows in every round; else the fields made of them are None, and `unknown_in` says so. What
    only the fitted model could tell (support vectors, its posterior, its boundary) is None.

    Raises
    ------
    UnknownName : ``looked_for`` is no class of the cell.
    """
    lazy = lazy_history(rounds, seed=seed, looked_for=looked_for)
    return [Round(**{each.name: getattr(found, each.name) for each in fields(Round)}) for found in lazy]


def lazy_history(rounds: Sequence[StoredRound], *, seed: int = 0, looked_for: Any = None) -> list[Round]:
    """The same, each field made when a rule first looks at it: most rules look at few. The store has to stay open."""
    if not rounds:
        return []
    cell = StoredCell(rounds, seed, looked_for)
    return [LazyRound(cell, place) for place in range(len(rounds))]


def unknown_in(history: Sequence[Round]) -> str | None:
    """A sentence where predictions are missing, so that rules that compare them cannot tell; else None."""
    missing = sum(each.predictions is None for each in history)
    if missing == 0:
        return None
    return (
        f"The predictions of {missing} of {len(history)} rounds were not kept, or pruned: rules that look at them "
        f"cannot tell there."
    )
