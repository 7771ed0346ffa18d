"""The points of decision of finished runs: what the advisor said there, and what came of following it or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.stopping import Round
from asknext.stopping.advice import BatchLook, Piece, Situation
from asknext.stopping.advice.agreeing import agreeing
from asknext.stopping.advice.contradicting import judge_changes
from asknext.stopping.advice.exploring import exploring

__all__ = ["Point", "points"]

ITEMS = 1_000
AHEAD = 3
WAYS = dict.fromkeys(("explore", "easier", "harder", "stop"), "somehow")


@dataclass(frozen=True)
class Point:
    """A moment of a run.

    Attributes
    ----------
    data, strategy, seed, noise : which run.  labels : so far.  score : accuracy there.
    exploration, contradiction, agreement : what the advisor said.
    gains : strategy -> how much higher the mean accuracy over the next three batches would have been with it.
    soon, later : gain in accuracy from here to 30 labels further and to the end of the run, by going on.
    folds : accuracy by cross-validation on the labels.  tenth : accuracy that a tenth fewer labels would have cost.
    """

    data: str
    strategy: str
    seed: int
    noise: float
    labels: int
    score: float
    exploration: Piece
    contradiction: Piece
    agreement: Piece
    gains: dict[str, float]
    soon: float
    later: float
    folds: float
    tenth: float


def points(runs: Iterable[dict[str, Any]]) -> Iterator[Point]:
    """Every point of decision that has three batches before it and three after it."""
    for run in runs:
        for at in sorted(map(int, run["branches"])):
            if len(run["scores"]) > at + AHEAD:
                yield _point(run, at)


def _point(run: dict[str, Any], at: int) -> Point:
    key, scores, labels = run["key"], run["scores"], run["labels"]
    rounds = [Round(labels[0]), *(Round(n, look=BatchLook(**look)) for n, look in _looked(run, at))]
    where = Situation(key["strategy"], ways=WAYS)
    went = float(np.mean(scores[at + 1 : at + 1 + AHEAD]))
    branches = {name: float(np.mean(found)) - went for name, found in run["branches"][str(at)].items()}
    return Point(
        data=key["data"], strategy=key["strategy"], seed=key["seed"], noise=key["noise"],
        labels=labels[at], score=scores[at],
        exploration=exploring(rounds, where),
        contradiction=judge_changes(run["contradiction"][1 : at + 1], ITEMS, where),
        agreement=agreeing(rounds, where),
        gains=branches,
        soon=scores[at + AHEAD] - scores[at], later=scores[-1] - scores[at],
        folds=run["folds"][str(at)],
        tenth=scores[at] - float(np.interp(0.9 * labels[at], labels, scores)),
    )  # fmt: skip


def _looked(run: dict[str, Any], at: int) -> list[tuple[int, dict[str, Any]]]:
    return list(zip(run["labels"][1 : at + 1], run["looks"][:at], strict=True))
