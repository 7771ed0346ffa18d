"""python -m benchmarks.advisor [--seeds 0-2] [--data NAME ...] [--tables]

Replays labelling with branches and says how often following each piece of the advisor's advice was better than not.
Finished runs are kept in build/advisor/runs.jsonl, so it may be stopped and started again; data that is not on this
machine is skipped. All of it takes about a quarter of an hour of one core.
"""

from __future__ import annotations

import argparse
import os
import warnings
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.advisor.branching import USED, branching_run
from benchmarks.label_efficiency.data_sets import data_set
from benchmarks.run_store import Store
from benchmarks.shared_data import Absent

BUILD = Path("build/advisor")
CHOSEN_ON = ("digits", "sms_spam", "ag_news", "segment", "phishing", "vehicle", "wdbc", "tweets")
CONFIRMED_ON = (
    "docs_issues", "banking20", "cifar10", "fashion_mnist", "spoken_digits", "wall_robot", "spambase", "german",
)  # fmt: skip
    "docs_issues",
    "banking20",
    "cifar10",
    "fashion_mnist",
    "spoken_digits",
    "wall_robot",
    "spambase",
    "german",
)


def main() -> None:
    warnings.filterwarnings("ignore", message="The number of unique classes")  # few labels, many classes: as meant
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="0-2", help="first-last")
    parser.add_argument("--data", nargs="+", default=[*CHOSEN_ON, *CONFIRMED_ON], metavar="NAME")
    parser.add_argument("--tables", action="store_true", help="only report the runs that are there")
    chosen = parser.parse_args()
    store = Store(BUILD / "runs.jsonl")
    if not chosen.tables:
        _run(chosen, store)


def _run(chosen: argparse.Namespace, store: Store) -> None:
    first, last = map(int, chosen.seeds.split("-"))
    for seed in range(first, last + 1):
        for name in chosen.data:
            for strategy in USED:
                _one(store, {"data": name, "strategy": strategy, "seed": seed})


def _one(store: Store, key: dict[str, str | int]) -> None:
    if key in store:
        return
    try:
        data = data_set(str(key["data"]), Path("build/label_efficiency/data"))
    except Absent as reason:
        print(f"{key['data']} is passed over: {reason}")
        return
    store.add(key, branching_run(data, str(key["strategy"]), int(key["seed"])))
    print(*key.values(), flush=True)


if __name__ == "__main__":
    main()
