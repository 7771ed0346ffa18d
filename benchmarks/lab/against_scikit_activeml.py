"""The grid of the tweet study, by the lab and by a plain loop over scikit-activeml, measured in one run.

    python -m benchmarks.lab.against_scikit_activeml --peer peers/ska/bin/python
    python -m benchmarks.lab.against_scikit_activeml --peer ... --peer-seeds 2     the peer's seconds are scaled up

Ten seeds, ten strategies that both have, batches of 100 until the pool of 7,200 is used up; logistic regression with
the same settings; one thread a process. The peer plays one cell after the other, as a loop does; the lab uses every
core, and stores each round with its predictions on test and pool. Both clocks are told, and the seconds of all
processors, which other jobs on the machine disturb less.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.shared_data import shared_file

STRATEGIES = (
    "random", "least_confidence", "margin", "entropy", "k_center_greedy", "badge", "clue", "contrastive", "falcun",
    "drop_query",
)  # fmt: skip
FILE = "precomputed_embeddings/sentiment140_8k_minilm_pca128.npz"
ROUNDS, BATCH = 71, 100
THREADS = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}


def study(strategies: list[str], seeds: int, rounds: int) -> dict[str, Any]:
    """The study as a mapping."""
    return {
        "name": "tweets beside scikit-activeml",
        "data": [{"name": "tweets", "file": str(shared_file(FILE)), "content": "x", "label": "y",
                  "embeddings": "content"}],
        "models": [{"name": "LogisticRegression", "parameters": {"max_iter": 1000}}],
        "strategies": strategies,
        "schedules": [{"constant": BATCH, "rounds": rounds}],
        "initial": {"random": 100},
        "splits": {"kind": "shuffles", "test": 0.1, "seeds": seeds},
        "metrics": ["roc_auc"],
    }  # fmt: skip


def measured(command: list[str]) -> tuple[float, float, str]:
    """(seconds of the clock, seconds of all processors, what it printed) of a command and everything it started."""
    wall, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env={**os.environ, **THREADS}, stdout=subprocess.PIPE, text=True, check=True)
    seconds = time.perf_counter() - wall
    reap()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def adopt() -> None:
    """Processes that outlive the one that started them become ours, so that their seconds are counted (Linux)."""
    pr_set_child_subreaper = 36
    ctypes.CDLL(None).prctl(pr_set_child_subreaper, 1, 0, 0, 0)


def reap() -> None:
    """Wait for every adopted process."""
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def lab(strategies: list[str], seeds: int, rounds: int, folder: Path) -> dict[str, Any]:
    """The grid by the lab."""
    import yaml

    from asknext.lab.run_store import RunStore

    text = folder / "study.yaml"
    text.write_text(yaml.safe_dump(study(strategies, seeds, rounds)))
    asknext = [sys.executable, "-m", "asknext", "lab", "run", str(text), "-o", str(folder / "results")]
    command = [*asknext, "--no-forecast", "--json"]
    wall, cpu, _ = measured(command)
    found: dict[str, Any] = {"wall": wall, "cpu": cpu, "strategies": {}}
    with RunStore.open(folder / "results") as store:
        curves = store.curves("roc_auc")
        for cell in store.cells():
            rounds_of = store.rounds(cell.id)
            empty = {"fit": 0.0, "select": 0.0, "predict": 0.0, "curves": []}
            each = found["strategies"].setdefault(cell.strategy, empty)
            each["fit"] += sum(one.fit_seconds for one in rounds_of)
            each["select"] += sum(one.select_seconds for one in rounds_of)
            each["predict"] += sum(one.predict_seconds for one in rounds_of)
            each["curves"].append(curves[cell.id][1].tolist())
        found["sizes"] = store.sizes()
    return found


def peer(python: str, strategies: list[str], seeds: int, rounds: int) -> dict[str, Any]:
    """The grid by the loop; its start and imports are not counted."""
    script = Path(__file__).with_name("scikit_activeml_loop.py")
    command = [python, str(script), str(shared_file(FILE)), "--seeds", str(seeds), "--rounds", str(rounds)]
    _, _, text = measured([*command, "--strategies", *strategies])
    return json.loads(text)


def report(ours: dict[str, Any], theirs: dict[str, Any], seeds: int, peer_seeds: int) -> str:
    """A table in Markdown."""
    scale = seeds / peer_seeds
    lines = [
        "| strategy | loop, s | lab: fit + select + predict, s | of which select | AUC at 1,000: loop / lab |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, mine in ours["strategies"].items():
        other = theirs["strategies"][name]
        at = min(9, len(mine["curves"][0]) - 1)
        aucs = (float(np.mean([curve[at] for curve in each["curves"]])) for each in (other, mine))
        total = mine["fit"] + mine["select"] + mine["predict"]
        lines.append(
            f"| {name} | {other['wall'] * scale:.0f} | {total:.0f} | {mine['select']:.0f} | "
            + " / ".join(f"{each:.3f}" for each in aucs) + " |"
        )  # fmt: skip
    wall, cpu = (scale * sum(each[key] for each in theirs["strategies"].values()) for key in ("wall", "cpu"))
    lines.append(f"\nloop: {wall:.0f} s of the clock, {cpu:.0f} s of the processor"
                 + (f" ({peer_seeds} seeds, times {scale:g})" if scale != 1 else ""))  # fmt: skip
    lines.append(f"lab: {ours['wall']:.0f} s of the clock, {ours['cpu']:.0f} s of the processors, everything counted")
    lines.append(f"times faster: {wall / ours['wall']:.1f} by the clock, {cpu / ours['cpu']:.1f} by the processor")
    return "\n".join(lines)


def main() -> None:
    """Measure both, print the table, keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", required=True, help="a Python that has scikit-activeml 1.0.1")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--peer-seeds", type=int, default=None, help="fewer: the peer's seconds are scaled up")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--strategies", nargs="*", default=list(STRATEGIES))
    parser.add_argument("--out", type=Path, default=Path("build/bench/lab/against_scikit_activeml.json"))
    asked = parser.parse_args()
    peer_seeds = asked.peer_seeds or asked.seeds
    adopt()
    with tempfile.TemporaryDirectory() as folder:
        ours = lab(asked.strategies, asked.seeds, asked.rounds, Path(folder))
    theirs = peer(asked.peer, asked.strategies, peer_seeds, asked.rounds)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps({"lab": ours, "loop": theirs, "seeds": asked.seeds, "peer_seeds": peer_seeds}))
    print(report(ours, theirs, asked.seeds, peer_seeds))


if __name__ == "__main__":
    main()
