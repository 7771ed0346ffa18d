"""Finished runs as areas under the learning curve, and what is concluded from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Against", "Results", "left_out"]

Floats = npt.NDArray[np.float64]
_REFERENCE = "random"


@dataclass(frozen=True)
class Against:
    """Mean paired difference of areas to random over ``seeds``, with its 95 % t interval."""

    mean: float
    low: float
    high: float
    seeds: int

    @property
    def verdict(self) -> str:
        """``win`` or ``loss`` where the interval leaves out 0, else ``tie``."""
        return "win" if self.low > 0 else "loss" if self.high < 0 else "tie"


class Results:
    """The areas of one protocol and model: the mean height of the curve over the labels, by set, strategy and seed."""

    def __init__(self, runs: Iterable[dict[str, Any]], protocol: str, model: str, metric: str = "score") -> None:
        self.areas: dict[str, dict[str, dict[int, float]]] = {}
        self.seconds: dict[str, list[float]] = {}
        for run in runs:
            key = run["key"]
            if key["protocol"] == protocol and key["model"] == model:
                by_strategy = self.areas.setdefault(key["data"], {})
                by_strategy.setdefault(key["strategy"], {})[key["seed"]] = _area(run["labels"], run[metric])
                self.seconds.setdefault(key["strategy"], []).append(run["select_seconds"] / (len(run["labels"]) - 1))

    def seeds(self, name: str, strategies: Iterable[str]) -> list[int]:
        """The seeds that all ``strategies`` have on a set."""
        found = [set(self.areas[name].get(strategy, {})) for strategy in strategies]
        return sorted(set.intersection(*found)) if found else []

    def means(self, name: str, strategies: list[str]) -> Floats:
        """(s,) mean area of each strategy over their common seeds."""
        seeds = self.seeds(name, strategies)
        return np.array([np.mean([self.areas[name][each][seed] for seed in seeds]) for each in strategies])

    def ranks(self, name: str, strategies: list[str]) -> Floats:
        """(s,) rank of each strategy on a set, 1 = highest mean area."""
        from scipy.stats import rankdata

        return np.asarray(rankdata(-self.means(name, strategies)))

    def against_random(self, name: str, strategy: str) -> Against:
        """``strategy`` minus random on a set, paired by seed."""
        from scipy.stats import t

        seeds = self.seeds(name, [strategy, _REFERENCE])
        areas = self.areas[name]
        gaps = np.array([areas[strategy][seed] - areas[_REFERENCE][seed] for seed in seeds])
        half = float(t.ppf(0.975, len(gaps) - 1) * gaps.std(ddof=1) / np.sqrt(len(gaps)))
        return Against(float(gaps.mean()), float(gaps.mean()) - half, float(gaps.mean()) + half, len(gaps))


def left_out(results: Results, recipes: list[str], fixed: list[str], sets: list[str]) -> dict[str, str]:
    """For each set, the recipe of the best mean rank among the fixed strategies on all the *other* sets."""
    ranks = {recipe: {name: float(results.ranks(name, [recipe, *fixed])[0]) for name in sets} for recipe in recipes}
    return {
        name: min(recipes, key=lambda recipe: np.mean([rank for other, rank in ranks[recipe].items() if other != name]))
        for name in sets
    }


def _area(labels: list[int], scores: list[float]) -> float:
    return float(np.trapezoid(scores, labels) / (labels[-1] - labels[0]))
