"""Label errors of one file, in a process of its own: CPU-seconds, memory and the masks, as a line of JSON.

Runs under any Python: with this package for ``own`` and ``posterior``, with cleanlab for ``cleanlab``.
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
    parser.add_argument("side", choices=["own", "posterior", "cleanlab"])
    parser.add_argument("by", help="filters by their names here, with commas between; the last one is timed")
    parser.add_argument("table", help="npz with labels and probabilities")
    parser.add_argument("out", help="npy for the masks, a row a filter")
    parser.add_argument("--repeat", type=int, default=1)
    given = parser.parse_args()
    with np.load(given.table) as held:
        labels, table = held["labels"], held["probabilities"]
    make = {"own": own, "posterior": posterior, "cleanlab": cleanlab}[given.side]
    *before_it, last = given.by.split(",")
    few = np.concatenate([np.flatnonzero(labels == code)[:20] for code in range(table.shape[1])])
    masks = [make(by)(labels, table) for by in before_it]
    work = make(last)
    work(labels[few], table[few])
    before, taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, []
    for _ in range(given.repeat):
        started = time.process_time()
        mask = work(labels, table)
        taken.append(time.process_time() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    np.save(given.out, np.stack([*masks, mask]))
    print(json.dumps({"seconds": min(taken), "megabytes": (peak - before) / 1024}))


def own(by: str) -> Callable[[Any, Any], Any]:
    from asknext.quality.label_errors import label_errors

    return lambda labels, table: label_errors(labels, table, by=by).mask


def posterior(_by: str) -> Callable[[Any, Any], Any]:
    from asknext.quality.label_errors import noise_posterior

    return lambda labels, table: noise_posterior(labels, table).right < 0.5


def cleanlab(by: str) -> Callable[[Any, Any], Any]:
    import warnings

    from cleanlab.filter import find_label_issues

    warnings.simplefilter("ignore")
    theirs = {
        "noise_rate": "prune_by_noise_rate",
        "by_class": "prune_by_class",
        "both": "both",
        "confident": "confident_learning",
        "not_predicted": "predicted_neq_given",
        "low_self_confidence": "low_self_confidence",
        "low_normalised_margin": "low_normalized_margin",
    }
    return lambda labels, table: find_label_issues(labels, table, filter_by=theirs[by], n_jobs=1)


if __name__ == "__main__":
    main()
