"""Where each rule stops each run, and what that costs against the best round in hindsight."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from benchmarks.run_store import Store

from asknext.stopping import Round, Rule, build_rule

__all__ = [
    "COSTS",
    "RANGE",
    "Case",
    "Ended",
    "Scored",
    "Stops",
    "ended_at",
    "first_stop",
    "hindsight",
    "smoothed_hindsight",
]

COSTS = (2_000, 20_000)  # labels that a wrong share of 1 costs over the model's life
RANGE = (2_000, 5_000, 10_000, 20_000, 50_000)
_BEST = 5


@dataclass(frozen=True)
class Scored:
    """A run as the evaluation sees it: labels (R,) and accuracy (R,) on test items that no rule saw."""

    data: str
    model: str
    seed: int
    labels: npt.NDArray[np.int64]
    accuracy: npt.NDArray[np.float64]
    classes: int

    def cost(self, uses: float) -> npt.NDArray[np.float64]:
        """(R,) labels and errors together, in labels."""
        return np.asarray(self.labels + uses * (1 - self.accuracy))


@dataclass(frozen=True)
class Ended:
    """A run that a rule ended: ``fired`` or at its last round; ``at`` the round, and what came of it.

    Attributes
    ----------
    lost : accuracy below the mean of the best five rounds (negative = below).
    excess : uses -> cost over the lowest cost of any round, minus 1.
    wasted : uses -> labels after the round of the lowest cost.  missed : uses -> accuracy of that round above that of
        the stop, where the stop came before it.
    """

    fired: bool
    labels: int
    lost: float
    excess: dict[int, float]
    wasted: dict[int, int]
    missed: dict[int, float]


class Stops:
    """Where rules stopped runs, on the disk, so that none is replayed twice."""

    def __init__(self, path: Path) -> None:
        self._store = Store(path)
        self._known = {_name(kept["key"]): kept["stop"] for kept in self._store}

    def of(self, key: dict[str, Any], make: Callable[[], int | None]) -> int | None:
        """What is kept for ``key``, else what ``make`` gives."""
        if _name(key) not in self._known:
            found = self._known[_name(key)] = make()
            self._store.add(key, {"stop": found})
        return self._known[_name(key)]


class Case:
    """A run, and where rules stop it.

    Parameters
    ----------
    history : gives the rounds; called when the first rule is replayed whose stop is not known.
    shown : what the rounds hold beyond what every rule may see.
    """

    def __init__(self, run: Scored, history: Callable[[], Sequence[Round]], stops: Stops, shown: str = "") -> None:
        self.run, self._make, self._stops, self._shown = run, history, stops, shown
        self._history: Sequence[Round] | None = None

    def stop(self, spec: Mapping[str, Any]) -> int | None:
        """The first round after which the rule says that it is enough."""
        if spec["name"] == "any_of":
            parts = [self.stop({"name": part} if isinstance(part, str) else part) for part in spec["rules"]]
            return min((at for at in parts if at is not None), default=None)
        run = self.run
        key = {"data": run.data, "model": run.model, "seed": run.seed, "shown": self._shown, "rule": dict(spec)}
        return self._stops.of(key, lambda: first_stop(build_rule(spec), self.history))

    @property
    def history(self) -> Sequence[Round]:
        """The rounds, made when they are first needed."""
        self._history = self._make() if self._history is None else self._history
        return self._history

    def shown(self, run: Scored, scores: Sequence[float]) -> Case:
        """The same with scores that rules may see, ``run`` being measured on others."""

        def rounds() -> Sequence[Round]:
            return [
                replace(each, scores={"accuracy": float(score)})
                for each, score in zip(self.history, scores, strict=True)
            ]

        return Case(run, rounds, self._stops, "half of the test items")


def _name(key: Mapping[str, Any]) -> str:
    return json.dumps(key, sort_keys=True)


def first_stop(rule: Rule, history: Sequence[Round]) -> int | None:
    """The first round after which the rule says that it is enough."""
    return next((n - 1 for n in range(1, len(history) + 1) if rule.check(history[:n]).stop), None)


def ended_at(run: Scored, at: int | None) -> Ended:
    """What stopping after round ``at`` comes to; None pays for the whole run."""
    stop = len(run.labels) - 1 if at is None else at
    best = {uses: int(run.cost(uses).argmin()) for uses in COSTS}
    return Ended(
        fired=at is not None,
        labels=int(run.labels[stop]),
        lost=float(run.accuracy[stop] - np.sort(run.accuracy)[-_BEST:].mean()),
        excess={uses: float(run.cost(uses)[stop] / run.cost(uses).min() - 1) for uses in RANGE},
        wasted={uses: max(int(run.labels[stop] - run.labels[at]), 0) for uses, at in best.items()},
        missed={
            uses: float(run.accuracy[at] - run.accuracy[stop]) if stop < at else 0.0 for uses, at in best.items()
        },
    )  # fmt: skip


def hindsight(run: Scored, uses: float) -> int:
    """The round of the lowest cost; which one that is, is partly the luck of the test items."""
    return int(run.cost(uses).argmin())


def smoothed_hindsight(run: Scored, uses: float) -> int:
    """The round of the lowest cost on the curve with its noise averaged out over five rounds."""
    padded = np.pad(run.accuracy, 2, mode="edge")
    smooth = np.convolve(padded, np.ones(5) / 5, "valid")
    return int((run.labels + uses * (1 - smooth)).argmin())
