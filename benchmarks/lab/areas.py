"""One line for each problem and strategy of a study that was run: area, last score, share of noise, as CSV.

    python -m benchmarks.lab.areas results -o areas.csv

Area: the mean height of the curve over the labels. ``better`` and its interval: area less that of random on the same
seeds (Student's t, 95 %). ``noisy``: the share of the rows asked, without the initial set, that the column ``noisy`` of
the data marks; empty where there is none.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from asknext.lab.data_sets import load_data_set
from asknext.lab.run_store import CellRecord, RunStore
from asknext.measures.curve import area
from asknext.measures.intervals import t_interval

HEAD = (
    "data", "target", "model", "schedule", "strategy", "seeds", "labels", "area", "area_sd", "first", "last", "last_sd",
    "better", "low", "high", "noisy",
)  # fmt: skip
Problem = tuple[str, str, str, str]
Facts = dict[int, tuple[float, float, float, int, float]]  # by seed: area, first, last, labels, share of noise


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--studies", type=Path, default=Path("studies"), help="where the paths of the study start")
    parser.add_argument("-o", "--output", type=Path, required=True)
    chosen = parser.parse_args()
    with RunStore.open(chosen.store) as store:
        lines = list(_lines(_facts(store, _noise(store, chosen.studies))))
    with chosen.output.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([HEAD, *lines])


def _noise(store: RunStore, folder: Path) -> dict[str, Any]:
    """Data set -> which of its rows are noisy, where that is known."""
    made = [load_data_set(spec, folder) for spec in store.study["data"] if "generator" in spec]
    return {data.name: data.columns["noisy"] for data in made if "noisy" in data.columns}


def _facts(store: RunStore, noise: dict[str, Any]) -> dict[Problem, dict[str, Facts]]:
    curves = store.curves(store.study["metrics"][0])
    found: dict[Problem, dict[str, Facts]] = defaultdict(lambda: defaultdict(dict))
    for cell in store.cells():
        if cell.status == "done":
            labels, scores = curves[cell.id]
            share = _share(store, cell, noise)
            facts = (area(labels, scores), float(scores[0]), float(scores[-1]), int(labels[-1]), share)
            problem = (cell.data_set, str(cell.target or ""), cell.model, cell.schedule)
            found[problem][cell.strategy][cell.seed] = facts
    return found


def _share(store: RunStore, cell: CellRecord, noise: dict[str, Any]) -> float:
    if cell.data_set not in noise:
        return float("nan")
    asked = np.concatenate([each.rows for each in store.rounds(cell.id) if each.number > 0])
    return float(noise[cell.data_set][asked].mean())


def _lines(found: dict[Problem, dict[str, Facts]]) -> Iterator[list[Any]]:
    for problem, by_strategy in found.items():
        random = by_strategy.get("random", {})
        for strategy, facts in by_strategy.items():
            table = np.array([facts[seed] for seed in sorted(facts)])
            paired = [facts[seed][0] - random[seed][0] for seed in sorted(facts.keys() & random.keys())]
            better = [float(each) for each in t_interval(paired)] if strategy != "random" and len(paired) > 1 else []
            spread = table.std(axis=0, ddof=1) if len(table) > 1 else np.full(table.shape[1], np.nan)
            mean = table.mean(axis=0)
            numbers = [mean[0], spread[0], mean[1], mean[2], spread[2], *(better or [np.nan] * 3), mean[4]]
            written = ["" if np.isnan(each) else f"{each:.4f}" for each in numbers]
            yield [*problem, strategy, len(facts), round(mean[3]), *written]


if __name__ == "__main__":
    main()
