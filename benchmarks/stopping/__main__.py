"""python -m benchmarks.stopping [--quick] [--seeds N] [--folder DIR] [--output FILE]

When to stop: plays margin sampling on two bundled, two made and thirteen public sets, replays every stopping rule on
the finished runs, and writes benchmarks/results/stopping.md. Runs and stops are kept in build/stopping, so it may be
stopped and started again (remove stops.jsonl after a change of a rule); sets that are not on this machine are left out.
All of it takes some 40 minutes of one core; --quick takes half a minute, on four sets with one seed and one model, and
prints the tables only.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from time import monotonic

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.shared_data import Absent
from benchmarks.stopping.data_sets import BASELINE, PUBLIC, split_of
from benchmarks.stopping.histories import history_of
from benchmarks.stopping.replaying import Case, Scored, Stops
from benchmarks.stopping.report import report
from benchmarks.stopping.simulation import MODELS, Played, played

_RESULT = Path("benchmarks/results/stopping.md")


def main() -> None:
    chosen = _chosen()
    began, cases, rights, stops = monotonic(), [], [], Stops(chosen.folder / "stops.jsonl")
    for name, model, seed in _grid(chosen):
        try:
            run = played(name, model, seed, chosen.folder)
        except Absent as absent:
            _said(f"{name}: {absent}")
            continue
        _said(f"{name} {model} {seed}: {run.labels[-1]} labels")
        cases.append(_case(name, model, seed, run, chosen.folder, stops))
        rights.append(run.test_right)
    text = report(cases, rights, _said)
    _said(f"{monotonic() - began:.0f} seconds")
    if chosen.quick:
        print(text)
    else:
        chosen.output.write_text(text, encoding="utf-8")


def _case(name: str, model: str, seed: int, run: Played, folder: Path, stops: Stops) -> Case:
    classes = run.probabilities.shape[2]
    seen = Scored(name, model, seed, run.labels, run.test_right.mean(axis=1), classes)
    return Case(seen, lambda: history_of(run, split_of(name, seed, folder / "data").X), stops)


def _grid(chosen: argparse.Namespace) -> list[tuple[str, str, int]]:
    if chosen.quick:
        return [(name, "logistic_regression", 0) for name in BASELINE]
    seeds = [(name, seed) for seed in range(chosen.seeds) for name in (*BASELINE, *(PUBLIC if seed < 3 else ()))]
    return [(name, model, seed) for name, seed in seeds for model in MODELS]


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seeds", type=int, default=4, help="of the first four sets; the public ones have up to 3")
    parser.add_argument("--folder", type=Path, default=Path("build/stopping"))
    parser.add_argument("--output", type=Path, default=_RESULT)
    return parser.parse_args()


def _said(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
