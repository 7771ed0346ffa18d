"""One consensus on one file of votes, in a process of its own: CPU-seconds, memory and the labels, as a line of JSON.

Runs under any Python: with this package for ``own``, with crowd-kit for ``crowdkit``.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("side", choices=["own", "crowdkit"])
    parser.add_argument("method")
    parser.add_argument("votes", help="npz with items, annotators, labels and sizes")
    parser.add_argument("out", help="npy for the labels")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--limit", type=int, required=True, help="CPU-seconds, after which the process ends")
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CPU, (given.limit, given.limit + 5))
    table = dict(np.load(given.votes))
    make = own if given.side == "own" else crowdkit
    warm = {**table, **{name: table[name][:30] for name in ("items", "annotators", "labels")}}
    warm["sizes"] = [int(warm["items"].max()) + 1, *table["sizes"][1:]]
    make(given.method, warm)()
    work = make(given.method, table)
    before, taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, []
    for _ in range(given.repeat):
        started = time.process_time()
        labels = work()
        taken.append(time.process_time() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    np.save(given.out, labels)
    print(json.dumps({"seconds": float(np.median(taken)), "megabytes": (peak - before) / 1024}))


def own(method: str, table: dict[str, Any]) -> Callable[[], Any]:
    from asknext.quality.consensus import consensus
    from asknext.quality.votes import Votes

    sizes = [int(size) for size in table["sizes"]]

    def work() -> Any:
        votes = Votes(table["items"], table["annotators"], table["labels"], *sizes)
        return consensus(method, votes).labels

    return work


def crowdkit(method: str, table: dict[str, Any]) -> Callable[[], Any]:
    import pandas
    from crowdkit import aggregation

    makers = {
        "majority": aggregation.MajorityVote,
        "wawa": aggregation.Wawa,
        "dawid_skene": aggregation.DawidSkene,
        "one_coin": aggregation.OneCoinDawidSkene,
        "glad": aggregation.GLAD,
        "mace": lambda: aggregation.MACE(random_state=0),
        "mace_one_start": lambda: aggregation.MACE(n_restarts=1, random_state=0),
        "mmsr": lambda: aggregation.MMSR(random_state=0),
    }
    frame = pandas.DataFrame({"task": table["items"], "worker": table["annotators"], "label": table["labels"]})
    items = np.arange(int(table["sizes"][0]))

    def work() -> Any:
        return makers[method]().fit_predict(frame).reindex(items).fillna(-1).to_numpy().astype(np.int64)

    return work


if __name__ == "__main__":
    main()
