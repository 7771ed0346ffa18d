"""The published observations on reranking, each with its number, from the runs of the reranking studies.

    python -m benchmarks.lab.reranking_observations RESULTS                 of reranking.yaml or reranking_public.yaml
    python -m benchmarks.lab.reranking_observations RESULTS --starts DEPTH  and of reranking_depth.yaml

Means are over classes and seeds that every strategy has finished; "+-" is half the 95 % interval over them (t), pairs
by class and seed where two strategies or rounds are compared.
"""

from __future__ import annotations

import argparse
import csv
import warnings
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.lab.run_store import RunStore

Floats = npt.NDArray[np.float64]
Curves = dict[str, dict[tuple[str, int], tuple[npt.NDArray[np.int64], Floats]]]


def curves_of(store: RunStore, metric: str, schedule: str | None = None) -> dict[str, Curves]:
    """Data set -> strategy -> (class, seed) -> (labels, values), of what every strategy has finished."""
    cells = {cell.id: cell for cell in store.cells(status="done")}
    found: dict[str, Curves] = defaultdict(lambda: defaultdict(dict))
    for cell, curve in store.curves(metric).items():
        if cell in cells and schedule in (None, cells[cell].schedule):
            at = cells[cell]
            found[at.data_set][at.strategy][str(at.target), at.seed] = curve
    return {name: _shared(strategies) for name, strategies in found.items()}


def _shared(strategies: Curves) -> Curves:
    common = set.intersection(*(set(each) for each in strategies.values()))
    return {name: {key: each[key] for key in sorted(common)} for name, each in strategies.items()}


def at(curves: dict[tuple[str, int], Any], labels: float) -> Floats:
    """The value of each curve, between its rounds as on a straight line."""
    return np.array([np.interp(labels, *_known(*each)) for each in curves.values()])


def _known(labels: Any, values: Any) -> tuple[Any, Any]:
    kept = np.isfinite(values)
    return labels[kept], values[kept]


def told(values: Floats) -> str:
    """Mean and half the interval."""
    from scipy import stats

    if len(values) < 2:
        return f"{values.mean():+.3f}"
    half = stats.t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    return f"{values.mean():+.3f} +- {half:.3f}"


def observations(name: str, found: Curves, pool: int) -> list[str]:
    """Sentences with numbers on one data set."""
    random = found["random"]
    first = next(iter(random.values()))[0][0]
    quarter, half, late = 0.25 * pool, 0.5 * pool, 0.75 * pool
    lines = [f"## {name}: {len(random)} curves a strategy, pool of {pool:,}"]
    ranks = np.array([-at(found[each], quarter) for each in found]).argsort(axis=0).argsort(axis=0) + 1
    of_random = ranks[list(found).index("random")]
    lines.append(f"random: rank {of_random.mean():.1f} of {len(found)} at 25 % of the pool; gain per 100 labels "
                 f"{told(100 * (at(random, quarter) - at(random, first)) / (quarter - first))} up to 25 %, "
                 f"{told(100 * (at(random, half) - at(random, quarter)) / (half - quarter))} from 25 to 50 %, "
                 f"{told(100 * (at(random, late) - at(random, half)) / (late - half))} from 50 to 75 %")  # fmt: skip
    positive = found["positive"]
    lines.append(f"positive: from 7.5 to 25 % of the pool {told(at(positive, quarter) - at(positive, 0.075 * pool))}, "
                 f"from 25 to 50 % {told(at(positive, half) - at(positive, quarter))}; "
                 f"less random at 25 % {told(at(positive, quarter) - at(random, quarter))}")  # fmt: skip
    for strategy, curves in found.items():
        gained = [at(curves, share * pool) - at(curves, first) for share in (0.1, 0.2, 0.3, 0.5)]
        best = np.max([[np.nanmax(values) - values[0] for _, values in curves.values()]], axis=0)
        shares = [np.nanmean(each) / best.mean() for each in gained]
        early = [_descent(*_known(*each), 0.075 * pool) for each in curves.values()]
        turns = np.mean([_turns(*_known(*each), 0.075 * pool) for each in curves.values()])
        parts = ", ".join(f"{share:.0%}" for share in shares)
        lines.append(
            f"{strategy}: of its highest gain {parts} at 10, 20, 30 and 50 % of the pool; "
            f"falls of {np.mean(early):.3f} in all up to 7.5 %, {turns:.1f} turns"
        )
    return lines


def _early(labels: Any, values: Any, until: float) -> Any:
    return np.diff(values[labels <= until])


def _descent(labels: Any, values: Any, until: float) -> float:
    """The sum of all falls."""
    return float(-np.minimum(_early(labels, values, until), 0).sum())


def _turns(labels: Any, values: Any, until: float) -> int:
    signs = np.sign(_early(labels, values, until))
    signs = signs[signs != 0]
    return int((signs[1:] != signs[:-1]).sum())


def starts(store: RunStore, metric: str) -> list[str]:
    """What a larger random start changes at 400 labels, and on the way there from 220."""
    lines = ["## random starts: the score with 100 or 200 random labels first, less that with 5"]
    small, middle, large = (curves_of(store, metric, f"{size} at random") for size in (5, 100, 200))
    for name in small:
        for strategy, curves in small[name].items():
            told_of = []
            for other in (middle, large):
                pairs = [key for key in curves if key in other.get(name, {}).get(strategy, {})]
                grid = np.arange(220, 401, 20)
                ours, theirs = ({key: each[key] for key in pairs} for each in (curves, other[name][strategy]))
                difference = np.mean([at(theirs, labels) - at(ours, labels) for labels in grid], axis=0)
                told_of.append(told(difference))
            lines.append(f"{name}, {strategy}: {told_of[0]} (100), {told_of[1]} (200), mean from 220 to 400 labels")
    return lines


def depth(store: RunStore, metric: str) -> list[str]:
    """400 labels in batches of 20, 50 and 100."""
    names = ("20 x 20", "50 x 8", "100 x 4")
    lines = [f"## depth of a query: the score after 400 labels as {', '.join(names)}"]
    found = [curves_of(store, metric, name) for name in names]
    for name in found[0]:
        for strategy in found[0][name]:
            values = [at(each.get(name, {}).get(strategy, {}), 400) for each in found]
            if all(map(len, values)):
                lines.append(f"{name}, {strategy}: " + ", ".join(f"{each.mean():.3f}" for each in values)
                             + f"; 20 x 20 less 100 x 4 {told(values[0] - values[2])}")  # fmt: skip
    return lines


def write_csv(path: Path, found: dict[str, Curves]) -> None:
    """data set, strategy, labels, mean, sd, curves: a row a point of the mean curve."""
    with path.open("w", newline="", encoding="utf-8") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        rows = csv.writer(file)
        rows.writerow(["data_set", "strategy", "labels", "mean", "sd", "curves"])
        for name, strategies in found.items():
            for strategy, curves in strategies.items():
                labels = next(iter(curves.values()))[0]
                values = np.array([each[1] for each in curves.values()])
                kept = np.isfinite(values).any(axis=0)
                means, spreads = np.nanmean(values, axis=0), np.nanstd(values, axis=0)
                for place in np.flatnonzero(kept):
                    rows.writerow([name, strategy, int(labels[place]), f"{means[place]:.4f}", f"{spreads[place]:.4f}",
                                   len(curves)])  # fmt: skip


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path)
    parser.add_argument("--starts", type=Path, default=None)
    parser.add_argument("--metric", default="average_precision")
    parser.add_argument("--csv", type=Path, default=None)
    asked = parser.parse_args()
    with RunStore.open(asked.results) as store:
        found = curves_of(store, asked.metric)
        pools = {cell.data_set: cell.id for cell in store.cells(status="done")}
        sizes = {name: len(store.rounds(cell)[0].pool_rows) for name, cell in pools.items()}
    for name, strategies in found.items():
        print("\n".join(observations(name, strategies, sizes[name])) + "\n")
    if asked.csv:
        write_csv(asked.csv, found)
    if asked.starts:
        with RunStore.open(asked.starts) as store:
            print("\n".join([*starts(store, asked.metric), "", *depth(store, asked.metric)]))


if __name__ == "__main__":
    main()
