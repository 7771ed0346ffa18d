"""python -m benchmarks.label_efficiency [--quick] [--seeds 0-9] [--data NAME ...] [--strategies NAME ...] ...

Plays many strategies on public data and says how much they gain over random sampling. Finished runs are kept in
build/label_efficiency/runs.jsonl, so it may be stopped and started again. Runs are of the strategies as they were:
remove the file after a change of a strategy. All of it takes hours; data that is not on this machine is skipped.
"""

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

from benchmarks.label_efficiency.candidates import FIXED, FIXED_MULTI, USUAL, candidate
from benchmarks.label_efficiency.data_sets import DataSet, data_set, names
from benchmarks.label_efficiency.report import report, write_csv
from benchmarks.label_efficiency.simulation import PROTOCOLS, play
from benchmarks.run_store import Store
from benchmarks.shared_data import Absent

_BUILD, _CSV = Path("build/label_efficiency"), Path(__file__).with_name("label_efficiency.csv")
_QUICK = {
    "data": ["digits", "wdbc", "wine", "iris"],
    "strategies": ["random", "margin", "weighted_kmeans", "auto"],
    "seeds": "0-9",
    "model": "fixed penalty",
}


def main() -> None:
    warnings.filterwarnings("ignore", message="The number of unique classes")  # few labels, many classes: as meant
    chosen = _chosen()
    store = Store(_BUILD / "runs.jsonl")
    if not chosen.tables:
        _run(chosen, store)
    text = report(store)
    (_BUILD / "report.md").write_text(text, encoding="utf-8")
    if chosen.csv:
        write_csv(store, _CSV)
    print(text)


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--protocol", choices=sorted(PROTOCOLS), default="batch 10")
    parser.add_argument("--seeds", default="0-9", help="first-last")
    parser.add_argument("--data", nargs="+", choices=names(), default=names(), metavar="NAME", help=", ".join(names()))
    parser.add_argument("--strategies", nargs="+", metavar="NAME", help="registered names, or recipes of candidates.py")
    parser.add_argument("--model", default="fixed penalty", choices=("default", "fixed penalty", "random forest"))
    parser.add_argument("--chunk", type=int, default=5, help="seeds that are done for all before the next ones")
    parser.add_argument("--quick", action="store_true", help="scikit-learn's own data, four strategies: two minutes")
    parser.add_argument("--tables", action="store_true", help="only report the runs that are there")
    parser.add_argument("--csv", action="store_true", help=f"write {_CSV.name}, too")
    chosen = parser.parse_args()
    return argparse.Namespace(**{**vars(chosen), **_QUICK}) if chosen.quick else chosen


def _run(chosen: argparse.Namespace, store: Store) -> None:
    first, _, last = chosen.seeds.partition("-")
    sets = dict(_loaded(chosen.data))
    tasks = list(_tasks(chosen, sets, range(int(first), int(last or first) + 1)))
    left = [task for task in tasks if task not in store]
    print(f"{len(tasks)} runs, {len(left)} of them to do", flush=True)
    began = monotonic()
    for done, key in enumerate(left, start=1):
        run = play(sets[key["data"]], PROTOCOLS[key["protocol"]], candidate(key["strategy"]), key["seed"], key["model"])
        store.add(key, run)
        if done % 50 == 0:
            spent = monotonic() - began
            to_go = spent / done * (len(left) - done)
            print(f"{done} of {len(left)} runs, {spent:.0f} s, about {to_go:.0f} s to go", flush=True)


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
            for strategy in chosen.strategies or (*fixed, *USUAL):
                for seed in seeds[start : start + chosen.chunk]:
                    yield {"data": name, "protocol": chosen.protocol, "strategy": strategy, "model": chosen.model,
                           "seed": seed}  # fmt: skip


if __name__ == "__main__":
    main()
