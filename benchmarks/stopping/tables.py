"""The table: one line a rule, with intervals over data sets and runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from benchmarks.stopping.replaying import COSTS, RANGE, Ended, Scored

__all__ = ["Line", "table", "table_of_costs", "table_of_sets"]

_DRAWS = 1_000


@dataclass(frozen=True)
class Line:
    """A rule over all runs; ``ends`` : uses -> where it ended each run, None where it does not apply."""

    name: str
    ends: Mapping[int, Sequence[Ended | None]]

    def excess(self, uses: int) -> list[float]:
        """Of the runs it applies to."""
        return [each.excess[uses] for each in self.ends[uses] if each is not None]

    def of(self, at: Sequence[int]) -> Line:
        """Over some of the runs."""
        return Line(self.name, {uses: [ends[i] for i in at] for uses, ends in self.ends.items()})


def table(lines: Sequence[Line], runs: Sequence[Scored], sort: bool = True) -> str:
    """Markdown; the lowest mean of both excess costs first."""
    head = (
        "| rule | fires | labels at stop (median) | accuracy against the best 5 rounds | worst | "
        "excess cost, m = 2,000 | excess cost, m = 20,000 | labels wasted, m = 20,000 | score lost, m = 20,000 |\n"
        "|---|---|---|---|---|---|---|---|---|"
    )
    ordered = sorted(lines, key=_mean_excess) if sort else lines
    return "\n".join([head, *(_line(each, runs) for each in ordered)])


def table_of_sets(line: Line, runs: Sequence[Scored]) -> str:
    """How one rule did on each data set."""
    names = sorted({run.data for run in runs})
    rows = [_set_line(name, [i for i, run in enumerate(runs) if run.data == name], line) for name in names]
    head = (
        "| data | runs | labels at stop, m = 2,000 | excess | labels at stop, m = 20,000 | excess |\n"
        "|---|---|---|---|---|---|"
    )
    return "\n".join([head, *rows])


def table_of_costs(lines: Sequence[Line]) -> str:
    """Mean excess cost of rules that are not told what an error costs, the lowest mean first."""
    head = f"| rule | {' | '.join(f'm = {uses:,}' for uses in RANGE)} | mean |\n{'|---' * (len(RANGE) + 2)}|"
    ends = {line.name: [each for each in line.ends[COSTS[0]] if each is not None] for line in lines}
    means = {
        name: [float(np.mean([each.excess[uses] for each in found])) for uses in RANGE] for name, found in ends.items()
    }
    ordered = sorted(means.items(), key=lambda each: sum(each[1]))
    rows = [f"| {name} | {' | '.join(f'{value:.1%}' for value in [*each, np.mean(each)])} |" for name, each in ordered]
    return "\n".join([head, *rows])


def _mean_excess(line: Line) -> float:
    return float(sum(np.mean(line.excess(uses)) for uses in COSTS))


def _line(line: Line, runs: Sequence[Scored]) -> str:
    """Of a rule that is told the costs, the columns without a cost are those of m = 20,000."""
    ends = [each for each in line.ends[COSTS[-1]] if each is not None]
    shares = [_with_interval(line, runs, uses) for uses in COSTS]
    wasted, missed = (np.mean([getattr(each, name)[COSTS[-1]] for each in ends]) for name in ("wasted", "missed"))
    cells = [
        line.name,
        f"{np.mean([each.fired for each in ends]):.0%}",
        f"{np.median([each.labels for each in ends]):.0f}",
        f"{np.mean([each.lost for each in ends]):+.3f}",
        f"{min(each.lost for each in ends):+.3f}",
        *shares,
        f"{wasted:.0f}",
        f"{missed:.3f}",
    ]
    return f"| {' | '.join(cells)} |"


def _with_interval(line: Line, runs: Sequence[Scored], uses: int) -> str:
    values = np.array(line.excess(uses))
    names = [run.data for run, end in zip(runs, line.ends[uses], strict=True) if end is not None]
    weights = _weights(tuple(names))
    low, high = np.quantile(weights @ values / weights.sum(axis=1), [0.025, 0.975])
    return f"{values.mean():.1%} ({low:.1%} to {high:.1%})"


@cache
def _weights(names: tuple[str, ...]) -> npt.NDArray[np.float64]:
    """(B, runs) how often each run is drawn when data sets are drawn anew, and of each its runs."""
    rng = np.random.default_rng(0)
    groups = [[i for i, each in enumerate(names) if each == name] for name in sorted(set(names))]
    weights = np.zeros((_DRAWS, len(names)))
    for row in weights:
        for group in rng.integers(0, len(groups), len(groups)):
            np.add.at(row, rng.choice(groups[group], len(groups[group])), 1.0)
    return weights


def _set_line(name: str, at: Sequence[int], line: Line) -> str:
    cells = [name, str(len(at))]
    for uses in COSTS:
        picked = line.of(at)
        labels = [each.labels for each in picked.ends[uses] if each is not None]
        cells += [f"{np.median(labels):.0f}", f"{np.mean(picked.excess(uses)):.1%}"]
    return f"| {' | '.join(cells)} |"
