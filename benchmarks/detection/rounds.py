"""The loop itself: ask, label (the boxes are known), train, evaluate."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.detection.cells_of_blood import CLASSES, CellsOfBlood

import asknext
from asknext.formats.exchange import detections
from asknext.measures.detection import detection_scores
from asknext.models.torch import SmallDetector

__all__ = ["ARMS", "ROUNDS", "START", "STEP", "TRAINING", "Rounds"]

START, STEP, ROUNDS = 8, 8, 2
ARMS: dict[str, str | Mapping[str, Any]] = {
    "random": "random",
    "min_box_confidence": {"name": "min_box_confidence", "floor": 0.15},
    "box_uncertainty": {"name": "box_uncertainty", "floor": 0.15},
    "class_balanced_boxes": {"name": "class_balanced_boxes", "floor": 0.15},
}
TRAINING: dict[str, Any] = {"size": (192, 256), "width": 12, "steps": 80, "batch": 8, "rate": 6e-3, "threads": 1}


@dataclass
class Rounds:
    """Runs what ``path`` (one JSON object a line) does not hold yet; a run that was stopped goes on where it was."""

    data: CellsOfBlood
    path: Path

    def __post_init__(self) -> None:
        lines = self.path.read_text().splitlines() if self.path.exists() else []
        self.rows: dict[tuple[int, str, int], dict[str, Any]] = {}
        for row in map(json.loads, lines):
            self.rows[row["seed"], row["arm"], row["round"]] = row

    def run(self, seeds: Sequence[int]) -> None:
        """Seed after seed, so that what is there at any time is whole seeds and the one at work."""
        for seed in seeds:
            self._seed(seed)
        for seed in seeds[:2]:
            self._row(seed, "all", 0, list(range(len(self.data.train))), ())

    def _seed(self, seed: int) -> None:
        order = np.random.default_rng([seed, 7]).permutation(len(self.data.train))
        start = self._row(seed, "start", 0, order[:START].tolist(), tuple(ARMS))
        for arm in ARMS:
            labelled, asked = start["labelled"], start["asked"][arm]
            for number in range(1, ROUNDS + 1):
                labelled = [*labelled, *asked]
                row = self._row(seed, arm, number, labelled, (arm,))
                asked = row["asked"].get(arm, [])

    def _row(self, seed: int, arm: str, number: int, labelled: list[int], asking: Sequence[str]) -> dict[str, Any]:
        key = (seed, arm, number)
        if key not in self.rows:
            self.rows[key] = {"seed": seed, "arm": arm, "round": number, **self._round(seed, labelled, asking)}
            with self.path.open("a") as file:
                file.write(json.dumps(self.rows[key]) + "\n")
            print(f"seed {seed}, {arm}, round {number}: mAP50 {self.rows[key]['map50']:.3f}", flush=True)
        return self.rows[key]

    def _round(self, seed: int, labelled: list[int], asking: Sequence[str]) -> dict[str, Any]:
        items, began = [self.data.train[at] for at in labelled], time.process_time()
        detector = SmallDetector(CLASSES, seed=seed, **TRAINING).fit(self.data.shown(items), items)
        spent = time.process_time() - began
        drawn = Counter(each.label for item in items for each in item.annotations)
        return {
            "labelled": labelled,
            "asked": dict(self._asked(detector, seed, labelled, asking)),
            "boxes": {name: drawn[name] for name in CLASSES},
            "training_seconds": round(spent, 1),
            **self._scores(detector),
        }

    def _scores(self, detector: SmallDetector) -> dict[str, Any]:
        """On the test part; precision and recall from the score on that was best on the validation part."""
        val, test = self.data.val, self.data.test
        told = {
            name: detector.predict(self.data.shown(part), [each.name for each in part])
            for name, part in (("val", val), ("test", test))
        }
        floor = detection_scores(val, told["val"], classes=CLASSES).floor
        found = detection_scores(test, told["test"], classes=CLASSES, floor=floor)
        whole = {name: getattr(found, name) for name in ("map50", "map50_95", "precision", "recall", "floor")}
        return {**whole, "classes": {each.name: each.map50 for each in found.classes}}

    def _asked(
        self, detector: SmallDetector, seed: int, labelled: list[int], asking: Sequence[str]
    ) -> Iterator[tuple[str, list[int]]]:
        if not asking:
            return
        pool = self.data.train
        said = detections(detector.predict(self.data.shown(pool), [each.name for each in pool]))
        for arm in asking:
            chosen = asknext.select(ARMS[arm], STEP, detections=said, labelled=labelled, seed=seed)
            yield arm, chosen.indices.tolist()
