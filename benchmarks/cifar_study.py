"""Least confidence and random, from scratch and fine-tuned, with a small network on `cifar10_4k`; needs torch.

The study of 50,000 pictures (2,000 labelled, 200 asked by least confidence) at a tenth and less of its size.

    python -m benchmarks.cifar_study --seeds 5      runs what is missing and writes benchmarks/results/cifar_study.md
"""

from __future__ import annotations

import argparse
import csv
import json
import platform
import time
import zipfile
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from benchmarks.shared_data import shared_file

import asknext
from asknext.formats.image_file import decode_image
from asknext.measures.intervals import t_interval
from asknext.measures.paired_difference import paired_difference
from asknext.models.torch import CnnClassifier

START, STEP, ROUNDS = 500, 100, 2
STRATEGIES, WAYS = ("least_confidence", "random"), ("from scratch", "fine-tuned")
_SCRATCH = {"epochs": 10, "rate": 5e-3, "threads": 1}
_FURTHER = {"epochs": 3, "rate": 2e-3, "warm_start": True, "threads": 1}

Part = tuple[npt.NDArray[np.uint8], npt.NDArray[Any]]


def parts() -> tuple[Part, Part]:
    """Pictures (n, 32, 32, 3) and classes (n,): 3,000 to learn from and 1,000 to test. Raises `Absent`."""
    with shared_file("cifar10_4k/labels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with zipfile.ZipFile(shared_file("cifar10_4k/images.zip")) as packed:
        pictures = np.stack([decode_image(packed.read(row["file"]), row["file"]) for row in rows])
    labels, train = np.array([row["label"] for row in rows]), np.array([row["split"] == "train" for row in rows])
    return (pictures[train], labels[train]), (pictures[~train], labels[~train])


class Study:
    """Runs what ``path`` (one JSON object a line) does not hold yet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.train, self.test = parts()
        lines = path.read_text().splitlines() if path.exists() else []
        self.done = {(row["seed"], row["strategy"], row["way"]) for row in map(json.loads, lines)}

    def run(self, seeds: range) -> None:
        """Seed after seed."""
        for seed in seeds:
            missing = [(s, w) for s in STRATEGIES for w in WAYS if (seed, s, w) not in self.done]
            if missing:
                self._seed(seed, missing)

    def _seed(self, seed: int, missing: list[tuple[str, str]]) -> None:
        labelled = np.random.default_rng([seed, 3]).permutation(len(self.train[0]))[:START]
        start = CnnClassifier(random_state=seed, **_SCRATCH).fit(self.train[0][labelled], self.train[1][labelled])
        for strategy, way in missing:
            row = {"seed": seed, "strategy": strategy, "way": way, "accuracy": [self._accuracy(start)], "seconds": []}
            self._rounds(start, labelled, seed, row)
            with self.path.open("a") as file:
                file.write(json.dumps(row) + "\n")
            print(f"seed {seed}, {strategy}, {way}: {row['accuracy']}", flush=True)

    def _rounds(self, model: CnnClassifier, labelled: npt.NDArray[np.int64], seed: int, row: dict[str, Any]) -> None:
        for _ in range(ROUNDS):
            proba = model.predict_proba(self.train[0])
            asked = asknext.select(row["strategy"], STEP, probabilities=proba, labelled=labelled, seed=seed).indices
            labelled, began = np.concatenate([labelled, asked]), time.process_time()
            model = self._next(model, row["way"], seed).fit(self.train[0][labelled], self.train[1][labelled])
            row["seconds"].append(round(time.process_time() - began, 1))
            row["accuracy"].append(self._accuracy(model))

    def _next(self, model: CnnClassifier, way: str, seed: int) -> CnnClassifier:
        if way == "from scratch":
            return CnnClassifier(random_state=seed, **_SCRATCH)
        further = CnnClassifier(random_state=seed, **_FURTHER)
        further.classes_, further.network_ = model.classes_, model.network_
        return further

    def _accuracy(self, model: CnnClassifier) -> float:
        return round(float((model.predict(self.test[0]) == self.test[1]).mean()), 4)


def main() -> None:
    here = Path(__file__).parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--rows", type=Path, default=here / "results" / "cifar_study.jsonl")
    given = parser.parse_args()
    Study(given.rows).run(range(given.seeds))
    rows = [json.loads(line) for line in given.rows.read_text().splitlines()]
    (here / "results" / "cifar_study.md").write_text(page(rows), encoding="utf-8")


def page(rows: list[dict[str, Any]]) -> str:
    """Of the seeds for which every strategy and way is there."""
    found = {(row["strategy"], row["way"], row["seed"]): row for row in rows}
    seeds = [
        s for s in sorted({row["seed"] for row in rows}) if all((*e, s) in found for e in product(STRATEGIES, WAYS))
    ]
    labels = [START + STEP * at for at in range(ROUNDS + 1)]
    table = {each: np.array([found[(*each, seed)]["accuracy"] for seed in seeds]) for each in product(STRATEGIES, WAYS)}
    spent = {way: np.mean([found[s, way, seed]["seconds"] for s in STRATEGIES for seed in seeds]) for way in WAYS}
    lines = [f"| {s} | {w} | {' | '.join(_interval(column) for column in table[s, w].T)} |" for s, w in table]
    pairs = [
        (f"least confidence less random, {way}", table["least_confidence", way], table["random", way]) for way in WAYS
    ] + [(f"from scratch less fine-tuned, {s}", table[s, WAYS[0]], table[s, WAYS[1]]) for s in STRATEGIES]
    return f"""# Small networks on CIFAR-10: what to ask, and whether to start anew

`python -m benchmarks.cifar_study --seeds {len(seeds)}`, on one core of {platform.machine()} that was shared.

The published study asks 200 pictures by least confidence after 2,000 of 50,000, with a small network, and compares
training from scratch (40.08 to 41.54 %) with fine-tuning (to 40.84 %), in one run. Here `cifar10_4k` has 3,000 pictures
to learn from and 1,000 to test: {START} labelled at random, then {ROUNDS} times {STEP} asked; {len(seeds)} seeds,
each with its own start, which all four share. `CnnClassifier`, {_SCRATCH["epochs"]} epochs from scratch
({spent[WAYS[0]]:.0f} s of CPU), {_FURTHER["epochs"]} epochs of fine-tuning on all labels
so far ({spent[WAYS[1]]:.0f} s).
Accuracy on the test pictures, with Student's t intervals over seeds, 95 %.

| asked by | trained | {" | ".join(f"{count} labelled" for count in labels)} |
|---|---|{"---|" * len(labels)}
{chr(10).join(lines)}

Differences seed by seed (paired t):

| | {" | ".join(f"{count} labelled" for count in labels[1:])} |
|---|{"---|" * ROUNDS}
{chr(10).join(_difference(*each) for each in pairs)}

{_verdict(pairs)}

What was cut: the network is smaller and learns for fewer epochs than one would give it. {STEP} labels move the accuracy
by about as much as another seed does, so a single run, as the published one, shows nothing about differences of this
size.
"""


def _verdict(pairs: list[tuple[str, npt.NDArray[np.float64], npt.NDArray[np.float64]]]) -> str:
    found = [paired_difference(a, b) for _, one, other in pairs for a, b in zip(one.T[1:], other.T[1:], strict=True)]
    clear = sum(each.low > 0 or each.high < 0 for each in found)
    return f"Of these {len(found)} differences {clear or 'none'} can be told from chance at 95 %."


def _interval(values: npt.NDArray[np.float64]) -> str:
    mean, low, high = (float(each) for each in t_interval(values))
    return f"{mean:.3f} ({low:.3f} to {high:.3f})"


def _difference(name: str, one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> str:
    found = [paired_difference(a, b) for a, b in zip(one.T[1:], other.T[1:], strict=True)]
    return (
        f"| {name} | " + " | ".join(f"{d.mean:+.3f} ({d.low:+.3f} to {d.high:+.3f}), p {d.p:.2f}" for d in found) + " |"
    )


if __name__ == "__main__":
    main()
