"""python -m benchmarks.label_efficiency [--quick] [--seeds 10] [--data NAME ...] [--strategies NAME ...] ..."""

from __future__ import annotations

import argparse
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.label_efficiency.candidates import FIXED, FIXED_MULTI, RECIPES, candidate
from benchmarks.label_efficiency.data_sets import DataSet, data_set, names
from benchmarks.label_efficiency.simulation import PROTOCOLS, play
from benchmarks.run_store import Store
from benchmarks.shared_data import Absent

_BUILD = Path("build/label_efficiency")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--protocol", choices=sorted(PROTOCOLS), default="batch 10")
    parser.add_argument("--seeds", default="0-9", help="first-last")
    parser.add_argument("--data", nargs="*")
    parser.add_argument("--strategies", nargs="*")
    parser.add_argument("--model", default="default", choices=("default", "fixed penalty", "random forest"))
    parser.add_argument("--chunk", type=int, default=2, help="seeds that are done for all before the next ones")
    chosen = parser.parse_args()
    warnings.filterwarnings("ignore", message="The number of unique classes")  # few labels, many classes: as meant
    first, _, last = chosen.seeds.partition("-")
    store = Store(_BUILD / "runs.jsonl")
    sets = dict(_loaded(chosen.data or names()))
    tasks = list(_tasks(chosen, sets, range(int(first), int(last or first) + 1)))
    left = [task for task in tasks if task not in store]
    print(f"{len(tasks)} runs, {len(left)} of them to do", flush=True)
    began = monotonic()
    for done, key in enumerate(left, start=1):
        run = play(sets[key["data"]], PROTOCOLS[key["protocol"]], candidate(key["strategy"]), key["seed"], key["model"])
        store.add(key, run)
        if done % 50 == 0:
            spent = monotonic() - began
            print(
                f"{done}/{len(left)}, {spent:.0f} s, about {spent / done * (len(left) - done):.0f} s to go", flush=True
            )


def _loaded(wanted: list[str]) -> Iterator[tuple[str, DataSet]]:
    for name in wanted:
        try:
            yield name, data_set(name, _BUILD / "data")
        except Absent as reason:
            print(f"{name} is skipped: {reason}")


def _tasks(chosen: Any, sets: dict[str, DataSet], seeds: range) -> Iterator[dict[str, Any]]:
    for start in range(0, len(seeds), chosen.chunk):
        for name, data in sets.items():
            fixed = FIXED_MULTI if data.multilabel else FIXED
            for strategy in chosen.strategies or (*fixed, *RECIPES):
                for seed in seeds[start : start + chosen.chunk]:
                    yield {"data": name, "protocol": chosen.protocol, "strategy": strategy, "model": chosen.model,
                           "seed": seed}  # fmt: skip


if __name__ == "__main__":
    main()
