"""Least confidence and random, from scratch and fine-tuned, with a small network on `cifar10_4k`; needs torch.

The study of 50,000 pictures (2,000 labelled, 200 asked by least confidence) at a tenth and less of its size.

    python -m benchmarks.cifar_study --seeds 5      runs what is missing and writes benchmarks/results/cifar_study.md
"""

from __future__ import annotations

import argparse
import csv
import json
import time
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from benchmarks.shared_data import shared_file

import asknext
from asknext.formats.image_file import decode_image
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


if __name__ == "__main__":
    main()
