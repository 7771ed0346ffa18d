"""The page of results: what was played, the tables, and how to read them."""

from __future__ import annotations

import os
import platform
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import sklearn
from benchmarks.stopping.comparison import chosen_elsewhere, fixed_lines, references, scored_lines
from benchmarks.stopping.data_sets import BASELINE
from benchmarks.stopping.replaying import Case
from benchmarks.stopping.simulation import BATCH, ROUNDS
from benchmarks.stopping.tables import Line, table, table_of_costs, table_of_sets

__all__ = ["report"]


def report(cases: Sequence[Case], rights: Sequence[Any], said: Callable[[str], None]) -> str:
    """Markdown. ``rights`` : of each run (R, t) bool, which test items each model gets right."""
    fixed = fixed_lines(cases, said)
    said("constants of cost_optimal, each data set left out once")
    elsewhere, constants = chosen_elsewhere(cases)
    lines = [*fixed, elsewhere, *references(cases)]
    scored, seen = scored_lines(cases, rights, said)
    runs = [case.run for case in cases]
    base = [i for i, run in enumerate(runs) if run.data in BASELINE]
    rest = [i for i in range(len(runs)) if i not in base]
    parts = [
        _head(runs),
        "## The four usual sets",
        _some(lines, runs, base),
        *(["## The public sets", _some(lines, runs, rest)] if rest else []),
        "## All sets",
        table(lines, runs),
        "## Where nobody says what an error costs",
        "Mean excess cost of the same stops at several costs, over all sets. The default of a learner and of a "
        'project is "any of: cost_optimal uses 20,000, stabilising predictions", the cheapest at m = 10,000 and '
        '20,000. "Classification change, none" is cheaper where errors cost little, but what it says hangs on how many '
        "items are looked at, here 200 to 1,500: one that changes is enough to go on.",
        table_of_costs([line for line in fixed[2:] if "two classes only" not in line.name]),
        *(f"## Data set by data set: {line.name}\n\n{table_of_sets(line, runs)}" for line in fixed[:2]),
        "## Constants chosen without a data set, for it",
        _constants(constants),
        "## Rules that need scores",
        "They see half of the test items; everything in this table is measured on the other half, which makes the best "
        "round in hindsight a luckier one.",
        table(scored, seen),
    ]
    return "\n\n".join(parts) + "\n"


def _head(runs: Sequence[Any]) -> str:
    counts = Counter(run.data for run in runs)
    sets = ", ".join(f"{name} ({count})" for name, count in counts.items())
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}, scikit-learn {sklearn.__version__}"
    return f"""# When to stop

Made by `python -m benchmarks.stopping` ({machine}, {versions}).

{len(runs)} runs of margin sampling: two labels of each class to start, then {ROUNDS} batches of {BATCH} or until the
pool is used up; logistic regression and a random forest of 100 trees, each fitted from scratch after every batch. Sets,
with the number of runs, of which half are of either model and the seeds count from 0: {sets}.

The test items, 40 % of a set and 70 % of a made one, were seen by no rule, but for the last table. The stop set is the
pool, whether an item is labelled or not.

C = labels + m * (1 - accuracy) is the cost of a stop: m = 2,000 says that a model which is always wrong would cost as
much as 2,000 labels over its life. *Excess cost* is C at the stop over the lowest C of any round of the same run, with
a 95 % interval from drawing data sets and their runs anew; a rule that never fires pays for the whole run. *Labels
wasted* and *score lost* are those after and before the cheapest round. Rules "at these costs" are told m; their other
columns are those of m = 20,000.

The cheapest round in hindsight is partly the luck of the test items. *Hindsight, smoothed curve* shows how much: it
knows the curve with its noise averaged out. No rule can be expected to be far below it. At m = 2,000 the cheapest
round itself is some points of accuracy below the best: a point is worth 20 labels there, so that giving it up is
right."""


def _some(lines: Sequence[Line], runs: Sequence[Any], at: Sequence[int]) -> str:
    return table([line.of(at) for line in lines], [runs[i] for i in at])


def _constants(constants: dict[str, dict[str, Any]]) -> str:
    head = "| data left out | since | worth | rounds | or stabilising predictions |\n|---|---|---|---|---|"
    rows = [
        f"| {name} | {each['since']} | {each['worth']} | {each['rounds']} | {'yes' if each['or_stable'] else 'no'} |"
        for name, each in constants.items()
    ]
    return "\n".join([head, *rows])
