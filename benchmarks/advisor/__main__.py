"""python -m benchmarks.advisor [--seeds 0-1] [--data NAME ...] [--tables]

Replays labelling with branches and says how often following each piece of the advisor's advice was better than not.
Finished runs are kept in build/advisor/runs.jsonl, so it may be stopped and started again; data that is not on this
machine is skipped. All of it takes about a quarter of an hour of one core.
"""

from __future__ import annotations

import argparse
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.advisor.branching import USED, branching_run
from benchmarks.advisor.points import points
from benchmarks.advisor.sets import CHOSEN_ON, CONFIRMED_ON, NOISY
from benchmarks.advisor.tables import report
from benchmarks.label_efficiency.data_sets import data_set
from benchmarks.run_store import Store
from benchmarks.shared_data import Absent

BUILD = Path("build/advisor")


def main() -> None:
    warnings.filterwarnings("ignore", message="The number of unique classes")  # few labels, many classes: as meant
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="0-1", help="first-last")
    parser.add_argument("--data", nargs="+", default=[*CHOSEN_ON, *CONFIRMED_ON], metavar="NAME")
    parser.add_argument("--tables", action="store_true", help="only report the runs that are there")
    chosen = parser.parse_args()
    store = Store(BUILD / "runs.jsonl")
    for key in [] if chosen.tables else _keys(chosen):
        _run(store, key)
    text = report(list(points(store)))
    BUILD.mkdir(parents=True, exist_ok=True)
    (BUILD / "report.md").write_text(text + "\n", encoding="utf-8")
    print(text)


def _keys(chosen: argparse.Namespace) -> Iterator[dict[str, Any]]:
    first, last = map(int, chosen.seeds.split("-"))
    for seed in range(first, last + 1):
        for name in chosen.data:
            for strategy in USED:
                for noise in (0.0, 0.2) if name in NOISY else (0.0,):
                    yield {"data": name, "strategy": strategy, "seed": seed, "noise": noise}


def _run(store: Store, key: dict[str, Any]) -> None:
    if key in store:
        return
    try:
        data = data_set(key["data"], Path("build/label_efficiency/data"))
    except Absent as reason:
        print(f"{key['data']} is passed over: {reason}")
        return
    store.add(key, branching_run(data, key["strategy"], key["seed"], key["noise"]))
    print(*key.values(), flush=True)


if __name__ == "__main__":
    main()
