"""The selection language beside LightlyStudio's engine on the same embeddings: time, memory, class balance, coverage.

    python -m benchmarks.selection --peer /path/to/an/environment/bin/python

The engine is the package ``lightly_mundig``, in an environment of its own; without ``--peer`` only asknext is run. Each
run is a process of its own on one thread, so that neither's imports or memory count for the other.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

CASES = {
    "diversity, 20,000 x 128": {"n": 20_000, "k": 500, "balance": False},
    "diversity and balance, 20,000 x 128": {"n": 20_000, "k": 500, "balance": True},
    "balance of objects, 5,000 images": {"n": 5_000, "k": 200, "balance": True, "objects": True},
}
SHARES = np.array([0.80, 0.15, 0.05])

OURS = """
import json, sys, time
import numpy as np
import asknext
folder, k, balance, objects = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "1", sys.argv[4] == "1"
E, P = np.load(folder + "/e.npy"), np.load(folder + "/p.npy")
parts = [{"name": "k_center_greedy", "metric": "euclidean"}]
given = {"embeddings": E}
if balance:
    parts.append({"name": "balance", "target": dict(zip("012", [1 / 3] * 3)), "objects": objects})
    if objects:
        given["detections"] = [
            {"scores": [1.0] * int(row.sum()), "labels": [str(c) for c in range(3) for _ in range(int(row[c]))]}
            for row in P
        ]
    else:
        given["probabilities"] = P
asknext.select({"name": "mix", "strategies": parts}, 2, **{key: value[:50] for key, value in given.items()})
start = time.process_time()
rows = asknext.select({"name": "mix", "strategies": parts}, k, threads=1, **given).indices.tolist()
took = time.process_time() - start
peak = int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])
print(json.dumps({"rows": rows, "seconds": took, "megabytes": peak / 1024}))
"""

PEER = """
import json, sys, time
import numpy as np
from lightly_mundig import Selection
folder, k, balance = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "1"
E, P = np.load(folder + "/e.npy"), np.load(folder + "/p.npy").astype(np.float32)
def handed(values):
    try:
        made = Selection(); made.add_diversifying_strategy(values, 1.0)
        return values
    except TypeError:
        return values.tolist()
E = handed(E)
start = time.process_time()
made = Selection()
made.add_diversifying_strategy(E, 1.0)
if balance:
    made.add_balancing_strategy(P.tolist(), [1 / 3] * 3, 1.0)
rows = list(made.run_selection([], len(E), k))
took = time.process_time() - start
peak = int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])
print(json.dumps({"rows": [int(row) for row in rows], "seconds": took, "megabytes": peak / 1024}))
"""


def made(folder: Path, n: int, objects: bool) -> tuple[np.ndarray, np.ndarray]:
    """Clustered embeddings, and for each item a class of skewed frequency, or a count of objects of each."""
    rng = np.random.default_rng(0)
    middles = rng.normal(size=(50, 128))
    vectors = (middles[rng.integers(0, 50, n)] + rng.normal(size=(n, 128)) * 0.5).astype(np.float32)
    counts = rng.poisson(SHARES * 6, (n, 3)) if objects else np.eye(3)[rng.choice(3, n, p=SHARES)]
    np.save(folder / "e.npy", vectors)
    np.save(folder / "p.npy", counts.astype(np.float64))
    return vectors, counts.astype(np.float64)


def run(python: str, script: str, folder: Path, case: dict[str, object]) -> dict[str, object]:
    """What one process measured of itself."""
    words = [str(folder), str(case["k"]), str(int(bool(case["balance"]))), str(int(bool(case.get("objects"))))]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    done = subprocess.run([python, "-c", script, *words], capture_output=True, text=True, env={**threads}, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def told(name: str, found: dict[str, object], vectors: np.ndarray, counts: np.ndarray) -> str:
    """A line of a table."""
    rows = np.array(found["rows"])
    shares = counts[rows].sum(axis=0) / counts[rows].sum()
    nearest = np.full(len(vectors), np.inf)
    for row in rows:
        nearest = np.minimum(nearest, ((vectors - vectors[row]) ** 2).sum(axis=1))
    figures = f"{found['seconds']:.2f} | {found['megabytes']:.0f} | {np.abs(shares - 1 / 3).max():.3f}"
    return f"| {name} | {figures} | {np.sqrt(nearest.max()):.2f} | {np.sqrt(nearest).mean():.2f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", help="the python of an environment with lightly_mundig")
    given = parser.parse_args()
    for name, case in CASES.items():
        print(f"\n{name}, {case['k']} chosen\n")
        print("| | CPU s | peak MB | balance error | radius | mean distance |", "|---|---|---|---|---|---|", sep="\n")
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            vectors, counts = made(folder, int(str(case["n"])), bool(case.get("objects")))
            print(told("asknext", run(sys.executable, OURS, folder, case), vectors, counts), flush=True)
            if given.peer:
                print(told("lightly_mundig", run(given.peer, PEER, folder, case), vectors, counts), flush=True)


if __name__ == "__main__":
    main()
