"""The page about the loop on detection: what each way of asking reached, beside random on the same seeds."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from typing import Any

import numpy as np
from benchmarks.detection.cells_of_blood import CLASSES
from benchmarks.detection.rounds import ARMS, ROUNDS, START, STEP, TRAINING

from asknext.measures.intervals import t_interval
from asknext.measures.paired_difference import PairedDifference, paired_difference

__all__ = ["page"]

Row = dict[str, Any]
_SCORES = ("map50", "map50_95", "precision", "recall")


def page(rows: Iterable[Row]) -> str:
    """Of the seeds that are whole; what is at work is left out."""
    found = {(row["seed"], row["arm"], row["round"]): row for row in rows}
    wanted = [(arm, at) for arm in ARMS for at in range(1, ROUNDS + 1)]
    seeds = sorted({seed for seed, _, _ in found if all((seed, *each) in found for each in wanted)})
    start = [found[seed, "start", 0] for seed in seeds]
    labels = [START + STEP * at for at in range(ROUNDS + 1)]
    every = [row for (_, arm, _), row in found.items() if arm == "all"]
    spent = np.median([row["training_seconds"] for row in found.values()])
    return f"""# The loop on detection, round by round

`python -m benchmarks.detection_loop --seeds {len(seeds)}`, on one core of {platform.machine()} that was shared.

`bccd_detection`: 140 images to ask about, 30 to choose the floor of precision and recall on, 50 to test, as its makers
split them. {len(seeds)} seeds; a seed decides the {START} images of the start, which all ways of asking share, and the
detector's own chance. Each round asks {STEP} images, whose known boxes are the labels, and trains the `SmallDetector`
from scratch: {TRAINING["size"][1]} x {TRAINING["size"][0]} pixels, {TRAINING["steps"]} steps of {TRAINING["batch"]}
images, {spent:.0f} s of CPU (median). Intervals are Student's t over seeds, 95 %.

## mAP50 on the test images

| asked by | {" | ".join(f"{count} labelled" for count in labels)} | boxes drawn by then |
|---|{"---|" * len(labels)}---:|
{chr(10).join(_arm(arm, found, seeds, start) for arm in ARMS)}

## Against random on the same seeds

The difference of mAP50, its interval and p by the paired t test; {len(ARMS) - 1} ways and {ROUNDS} rounds are
{(len(ARMS) - 1) * ROUNDS} looks, so a p near .05 is to be expected once in a while by chance.

| asked by | {" | ".join(f"{count} labelled" for count in labels[1:])} |
|---|{"---|" * ROUNDS}
{chr(10).join(_beside_random(arm, found, seeds) for arm in ARMS if arm != "random")}

{_verdict(found, seeds)}

## At {labels[-1]} labelled, means over seeds

| asked by | mAP50 | mAP50-95 | precision | recall | {" | ".join(f"mAP50 {name}" for name in CLASSES)} |
|---|{"---:|" * (4 + len(CLASSES))}
{_means("(the start)", start)}
{chr(10).join(_means(arm, [found[seed, arm, ROUNDS] for seed in seeds]) for arm in ARMS)}
{_means(f"all 140 images ({len(every)} runs)", every) if every else ""}

## Boxes among the labels at {labels[-1]}, means over seeds

| asked by | {" | ".join(CLASSES)} |
|---|{"---:|" * len(CLASSES)}
{chr(10).join(_drawn(arm, [found[seed, arm, ROUNDS] for seed in seeds]) for arm in ARMS)}

## What was cut

The machine was busy and shared, so training is short and rounds are few. Beside it, single runs on all 140 images: 150
steps with 16 channels reached an mAP50 of .747 (red cells .79, white .98, platelets .47), 200 steps with 12 channels
.808. So the detector can do more than it is given time for here, and small objects (platelets) are what it learns last.
More seeds and rounds: `--seeds`, and the numbers at the head of `benchmarks/detection/rounds.py`; what is there in
`benchmarks/detection/rounds.jsonl` is not run again.
"""


def _arm(arm: str, found: dict[Any, Row], seeds: list[int], start: list[Row]) -> str:
    columns = [start] + [[found[seed, arm, at] for seed in seeds] for at in range(1, ROUNDS + 1)]
    boxes = np.mean([sum(row["boxes"].values()) for row in columns[-1]])
    shown = [_interval([row["map50"] for row in column]) for column in columns]
    return f"| {arm} | {' | '.join(shown)} | {boxes:.0f} |"


def _interval(values: list[float]) -> str:
    mean, low, high = (float(each) for each in t_interval(values))
    return f"{mean:.3f} ({low:.3f} to {high:.3f})" if len(values) > 1 else f"{mean:.3f}"


def _beside_random(arm: str, found: dict[Any, Row], seeds: list[int]) -> str:
    cells = []
    for at in range(1, ROUNDS + 1):
        pairs = [[found[seed, each, at]["map50"] for seed in seeds] for each in (arm, "random")]
        difference = _difference(found, seeds, arm, at)
        won = sum(one > other for one, other in zip(*pairs, strict=True))
        told = f"{difference.low:+.3f} to {difference.high:+.3f}"
        cells.append(f"{difference.mean:+.3f} ({told}), p {difference.p:.2f}, better in {won} of {len(seeds)}")
    return f"| {arm} | {' | '.join(cells)} |"


def _verdict(found: dict[Any, Row], seeds: list[int]) -> str:
    looks = [(arm, at) for arm in ARMS if arm != "random" for at in range(1, ROUNDS + 1)]
    told = [_difference(found, seeds, *each) for each in looks]
    better, worse = sum(each.low > 0 for each in told), sum(each.high < 0 for each in told)
    return (
        f"Of {len(looks)} looks {better or 'none'} are better than random and {worse or 'none'} worse beyond what "
        f"chance does at 95 %.\nWith {len(seeds)} seeds only a difference of about "
        f"{np.median([(each.high - each.low) / 2 for each in told]):.2f} could be seen (half the median interval)."
    )


def _difference(found: dict[Any, Row], seeds: list[int], arm: str, at: int) -> PairedDifference:
    return paired_difference(*([found[seed, each, at]["map50"] for seed in seeds] for each in (arm, "random")))


def _means(name: str, rows: list[Row]) -> str:
    whole = [np.mean([row[score] for row in rows]) for score in _SCORES]
    classes = [np.mean([row["classes"][each] for row in rows]) for each in CLASSES]
    return f"| {name} | " + " | ".join(f"{value:.3f}" for value in [*whole, *classes]) + " |"


def _drawn(arm: str, rows: list[Row]) -> str:
    return f"| {arm} | " + " | ".join(f"{np.mean([row['boxes'][name] for row in rows]):.0f}" for name in CLASSES) + " |"
