"""python -m benchmarks.reproduction [--quick] [--seeds 20] [--data NAME ...] [--strategies NAME ...] [--tables]

Runs the cells of the published table that are possible here and says where they agree. Finished runs are kept in
build/reproduction/runs.jsonl, so it may be stopped and started again, and more seeds added.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.reproduction.data_sets import SETS, load
from benchmarks.reproduction.protocol import STRATEGIES, area_of_run
from benchmarks.reproduction.tables import cells_table, gains_table
from benchmarks.run_store import Store
from benchmarks.shared_data import Absent

_BUILD = Path("build/reproduction")
_QUICK = {"data": ["sonar", "wdbc"], "strategies": ["Uniform", "US-C"], "seeds": 12}
_USUAL = [name for name, rows in SETS.items() if rows <= 600]


def main() -> None:
    chosen = _chosen()
    store = Store(_BUILD / "runs.jsonl")
    if not chosen.tables:
        _run(chosen, store)
    areas = _areas(store)
    text = f"{cells_table(areas)}\n\n{gains_table(areas)}\n"
    _BUILD.mkdir(parents=True, exist_ok=True)
    (_BUILD / "table.md").write_text(text, encoding="utf-8")
    print(text)


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", nargs="+", choices=SETS, default=_USUAL, metavar="NAME", help=", ".join(SETS))
    parser.add_argument("--strategies", nargs="+", choices=STRATEGIES, default=list(STRATEGIES), metavar="NAME")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--quick", action="store_true", help="two sets, two strategies, 12 seeds: two minutes")
    parser.add_argument("--tables", action="store_true", help="only print the tables of the runs that are there")
    chosen = parser.parse_args()
    if chosen.quick:
        parser.set_defaults(**_QUICK)
        chosen = argparse.Namespace(**{**vars(chosen), **_QUICK})
    return chosen


def _run(chosen: argparse.Namespace, store: Store) -> None:
    sets = dict(_loaded(chosen.data))
    left = [key for key in _keys(sets, chosen.strategies, chosen.seeds) if key not in store]
    work = [len(sets[key["data"]][1]) ** 1.5 for key in left]  # queries times the time of a fit, about
    began, total, done = monotonic(), sum(work), 0.0
    for position, key in enumerate(left, start=1):
        store.add(key, {"area": area_of_run(*sets[key["data"]], key["strategy"], key["seed"])})
        done += work[position - 1]
        if position % 25 == 0 or position == len(left):
            spent = monotonic() - began
            print(
                f"{position} of {len(left)} runs, {spent:.0f} s, {spent * (total / done - 1):.0f} s to go", flush=True
            )


def _loaded(wanted: list[str]) -> Iterator[tuple[str, Any]]:
    for name in wanted:
        try:
            yield name, load(name)
        except Absent as reason:
            print(f"{name} is skipped: {reason}")


def _keys(sets: dict[str, Any], strategies: list[str], seeds: int) -> Iterator[dict[str, Any]]:
    """Seeds in the outer loop: wherever it is stopped, all cells have nearly as many."""
    for seed in range(seeds):
        for name in sets:
            for strategy in strategies:
                yield {"data": name, "strategy": strategy, "seed": seed}


def _areas(store: Store) -> dict[tuple[str, str], dict[int, float]]:
    found: dict[tuple[str, str], dict[int, float]] = {}
    for run in store:
        key = run["key"]
        found.setdefault((key["data"], key["strategy"]), {})[key["seed"]] = run["area"]
    return found


if __name__ == "__main__":
    main()
