"""Consensus of crowds: how often it is right, and what it costs, beside crowd-kit; into benchmarks/results/crowd.md.

    python -m benchmarks.quality.crowd --crowdkit /path/to/python/with/crowd-kit

Every method runs in a process of its own with one thread. Without ``--crowdkit`` (or ASKNEXT_CROWDKIT) the peer's
columns say that it was not there.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from benchmarks.quality import crowd_data
from benchmarks.quality.crowd_data import CLASSES, NUMBERS, Crowd
from benchmarks.quality.crowd_tables import report
from benchmarks.shared_data import Absent

from asknext.quality.consensus import consensus

ONE = Path(__file__).with_name("one_consensus.py")
OWN = ("majority", "wawa", "weighted", "one_coin", "dawid_skene", "hierarchical", "mace", "glad")
PEER = ("majority", "wawa", "dawid_skene", "one_coin", "mmsr", "mace_one_start", "glad", "mace")
SPEED = "100k"


@dataclass(frozen=True)
class Outcome:
    """Of one method on one set: CPU-seconds, megabytes and accuracy, or why there are none."""

    seconds: float = float("nan")
    megabytes: float = float("nan")
    accuracy: float = float("nan")
    failed: str = ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crowdkit", default=os.environ.get("ASKNEXT_CROWDKIT"), help="a Python that has crowd-kit")
    parser.add_argument("--limit", type=int, default=900, help="CPU-seconds for one run")
    parser.add_argument("--results", type=Path, default=Path(__file__).parents[1] / "results" / "crowd.md")
    parser.add_argument("--kept", type=Path, help="a file of outcomes that are there already; new ones are added")
    given = parser.parse_args()
    sets = {name: crowd for name in CLASSES if (crowd := _there(name)) is not None}
    sets[SPEED] = crowd_data.made()
    kept = Kept(given.kept)
    for side, method, name in _wanted(list(sets), bool(given.crowdkit)):
        if (side, method, name) not in kept.found:
            python = sys.executable if side == "own" else str(given.crowdkit)
            kept.add(side, method, name, _run(python, side, method, sets[name], given.limit))
    page = report(kept.found, list(sets), SPEED, _numbers(), _peer_version(given.crowdkit))
    given.results.write_text(page, encoding="utf-8")


class Kept:
    """Outcomes by (side, method, set), in a file too where one is named."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        lines = path.read_text().splitlines() if path is not None and path.exists() else []
        self.found = {tuple(key): Outcome(**value) for key, value in map(json.loads, lines)}

    def add(self, side: str, method: str, name: str, outcome: Outcome) -> None:
        self.found[side, method, name] = outcome
        print(f"{name} {side} {method}: {outcome}", file=sys.stderr)
        if self._path is not None:
            with self._path.open("a") as file:
                file.write(json.dumps([[side, method, name], asdict(outcome)]) + "\n")


def _wanted(sets: list[str], peer: bool) -> list[tuple[str, str, str]]:
    """What is to be run, the peer's slowest last, and those on the large set after all others."""
    own = [("own", method, name) for name in sets for method in OWN]
    small = [("crowdkit", method, name) for method in PEER for name in sets if name != SPEED]
    return own + (small + [("crowdkit", method, SPEED) for method in PEER] if peer else [])


def _there(name: str) -> Crowd | None:
    try:
        return CLASSES[name]()
    except Absent as why:
        print(f"{name}: {why}", file=sys.stderr)
        return None


def _run(python: str, side: str, method: str, crowd: Crowd, limit: int) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        votes, labels = Path(folder) / "votes.npz", Path(folder) / "labels.npy"
        given = crowd.votes
        sizes = [given.n_items, given.n_annotators, given.n_classes]
        np.savez(votes, items=given.items, annotators=given.annotators, labels=given.labels, sizes=sizes)
        words = [python, str(ONE), side, method, str(votes), str(labels), "--repeat", "5" if side == "own" else "1"]
        words += ["--limit", str(limit)]
        threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        done = subprocess.run(words, capture_output=True, text=True, env={**os.environ, **threads})
        if done.returncode == -signal.SIGXCPU:
            return Outcome(failed=f"> {limit} CPU-s")
        if done.returncode:
            said = done.stderr.strip().splitlines() or ["no message"]
            return Outcome(failed=said[-1].split(":")[0])
        numbers = json.loads(done.stdout.splitlines()[-1])
        tied = (side, method) == ("own", "majority")
        accuracy = _tied_majority(crowd) if tied else _right(np.load(labels), crowd)
        return Outcome(numbers["seconds"], numbers["megabytes"], accuracy)


def _right(labels: npt.NDArray[np.int64], crowd: Crowd) -> float:
    return float((labels == crowd.truth).mean())


def _tied_majority(crowd: Crowd) -> float:
    """The mean over draws of ties, as one draw is luck."""
    return float(np.mean([_right(consensus("majority", crowd.votes, seed=seed).labels, crowd) for seed in range(20)]))


def _numbers() -> dict[tuple[str, str], tuple[float, float]]:
    """(emotion, method) to the root mean squared error and the correlation with gold."""
    from asknext.quality.consensus.numbers import NUMBER_CONSENSUS, number_consensus

    found = {}
    for emotion in NUMBERS:
        try:
            crowd = crowd_data.affect(emotion)
        except Absent:
            continue
        for method in NUMBER_CONSENSUS:
            value = number_consensus(method, crowd.votes).value
            error = float(np.sqrt(np.mean((value - crowd.truth) ** 2)))
            found[emotion, method] = (error, float(np.corrcoef(value, crowd.truth)[0, 1]))
    return found


def _peer_version(peer: str | None) -> str:
    if not peer:
        return ""
    code = "import importlib.metadata as m; print('crowd-kit', m.version('crowd-kit'), 'pandas', m.version('pandas'))"
    return subprocess.run([peer, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    main()
