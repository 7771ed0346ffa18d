"""Which strategy is best, as far as there are seeds and data sets enough to say so."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.measures.critical_difference import CriticalDifference, critical_difference, nemenyi_difference
from asknext.measures.paired_holm import SeedTest, paired_holm
from asknext.measures.ranks import average_ranks
from asknext.measures.seeds_needed import SeedsNeeded, data_sets_needed, seeds_needed
from asknext.measures.wilcoxon_holm import PairTest, wilcoxon_holm

__all__ = ["LEAST_SEEDS", "Ranking", "least_data_sets", "rank_strategies"]

LEAST_SEEDS = 5
_LEAST_DATA_SETS = 5
Table = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Ranking:
    """What can be said of strategies over data sets.

    Attributes
    ----------
    refused : why they are not ranked, and what it would take; None where they are.
    over_data_sets : average ranks, Friedman and Nemenyi; None where refused.
    pairs : Wilcoxon with Holm over data sets; empty where refused.
    within : data set -> the pairs over its seeds; only data sets with at least `LEAST_SEEDS` seeds.
    seeds : data set -> seeds at which every strategy has a value.
    needed : data set -> seeds it would take there to tell the two best apart; None with fewer than two.
    """

    refused: str | None
    over_data_sets: CriticalDifference | None
    pairs: tuple[PairTest, ...]
    within: Mapping[str, tuple[SeedTest, ...]]
    seeds: Mapping[str, int]
    needed: Mapping[str, SeedsNeeded | None]


def rank_strategies(
    values: Mapping[str, npt.ArrayLike],
    names: Sequence[str],
    *,
    greater_is_better: bool = True,
    level: float = 0.05,
    least_seeds: int = LEAST_SEEDS,
) -> Ranking:
    """Rank strategies over data sets, or say what is missing to do so.

    Parameters
    ----------
    values : data set -> (S, k) one number for each of its seeds and each strategy, e.g. areas under curves over common
        labels; the rows are paired: same split, same start. Seeds with NaN are left out for all strategies.
    names : k >= 2 distinct names.
    level : of all tests.
    least_seeds : a mean over fewer seeds is not ranked.

    Returns
    -------
    Over data sets each counts once, with its mean over seeds: seeds of one data set are not independent data sets.
    There have to be at least five, and enough for a clear result to show at all (see `least_data_sets`); with fewer,
    ``within`` still compares over seeds within each.

    Raises
    ------
    InputError : no data set, or a table that does not have a column for each name.
    """
    tables = {name: _complete(name, table, names) for name, table in values.items()}
    if not tables:
        raise InputError("There is no data set to rank strategies on.")
    within = {
        name: paired_holm(table, names, greater_is_better=greater_is_better)
        for name, table in tables.items()
        if len(table) >= least_seeds
    }
    needed = {name: _needed(table, greater_is_better, level) for name, table in tables.items()}
    refused = _refusal(tables, needed, names, least_seeds, level, greater_is_better)
    seeds = {name: len(table) for name, table in tables.items()}
    if refused is not None:
        return Ranking(refused, None, (), within, seeds, needed)
    means = np.stack([table.mean(axis=0) for table in tables.values()])
    over = critical_difference(means, names, greater_is_better=greater_is_better, level=level)
    pairs = wilcoxon_holm(means, names, greater_is_better=greater_is_better)
    return Ranking(None, over, pairs, within, seeds, needed)


def least_data_sets(k: int, level: float = 0.05) -> int:
    """The fewest data sets on which ``k`` strategies are ranked.

    At least five, as the distributions of the tests are approximate below some ten; and so many that a strategy which
    is always first differs from one that is always last: the critical difference is less than k - 1.
    """
    one = nemenyi_difference(k, 1, level)
    return max(_LEAST_DATA_SETS, math.floor((one / (k - 1)) ** 2) + 1)


def _complete(name: str, values: npt.ArrayLike, names: Sequence[str]) -> Table:
    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] != len(names):
        raise InputError(f"Data set {name!r} has a table of shape {table.shape}; expected seeds x {len(names)}.")
    return table[~np.isnan(table).any(axis=1)]


def _needed(table: Table, greater_is_better: bool, level: float) -> SeedsNeeded | None:
    """For the two best, which are the last to be told apart."""
    if len(table) < 2:
        return None
    order = np.argsort(-table.mean(axis=0) if greater_is_better else table.mean(axis=0), kind="stable")
    return seeds_needed(table[:, order[0]] - table[:, order[1]], level=level)


def _refusal(
    tables: Mapping[str, Table],
    needed: Mapping[str, SeedsNeeded | None],
    names: Sequence[str],
    least_seeds: int,
    level: float,
    greater_is_better: bool,
) -> str | None:
    few = {name: len(table) for name, table in tables.items() if len(table) < least_seeds}
    if few:
        return _too_few_seeds(few, needed, least_seeds)
    least = least_data_sets(len(names), level)
    return None if len(tables) >= least else _too_few_data_sets(tables, names, least, level, greater_is_better)


def _too_few_seeds(few: Mapping[str, int], needed: Mapping[str, SeedsNeeded | None], least: int) -> str:
    name = min(few, key=lambda each: few[each])
    others = f" (and {len(few) - 1} other data sets)" if len(few) > 1 else ""
    return (
        f"The strategies are not ranked: on {name}{others} {few[name]} seeds have a value for every strategy, at least "
        f"{least} are needed. {_would_take(needed[name], least)}"
    )


def _would_take(plan: SeedsNeeded | None, least: int) -> str:
    if plan is None:
        return "Two are the least that show how much seeds differ."
    if plan.seeds is None:
        return "The two best do not differ so far: no number of seeds tells equals apart."
    fewest = max(least, plan.seeds)
    most = "" if plan.cautious is None or plan.cautious <= fewest else f" to {plan.cautious}"
    return f"To tell the two best there apart, {plan.effect:.4f} between them, takes about {fewest}{most} (80 % power)."


def _too_few_data_sets(
    tables: Mapping[str, Table], names: Sequence[str], least: int, level: float, greater_is_better: bool
) -> str:
    means = np.stack([table.mean(axis=0) for table in tables.values()])
    ranks = np.sort(average_ranks(means, greater_is_better=greater_is_better))
    gap = float(ranks[-1] - ranks[0])
    plan = (
        f" To tell the best from the worst, {gap:.2f} average ranks apart, takes about "
        f"{max(least, data_sets_needed(gap, len(names), level=level))}."
        if gap > 0
        else ""
    )
    one = "one data set says" if len(tables) == 1 else f"{len(tables)} data sets say"
    return (
        f"The strategies are not ranked over data sets: {one} nothing about others, at least {least} are needed.{plan} "
        f"The comparisons within each data set, over its seeds, stand for it alone."
    )
