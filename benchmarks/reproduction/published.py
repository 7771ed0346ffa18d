"""The published figures, and when ours agree with them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

__all__ = ["Cell", "compared", "gains", "published"]

_TABLE = Path(__file__).with_name("published.csv")


@dataclass(frozen=True)
class Cell:
    """Mean and standard deviation over ``seeds``; ``gains`` where active learning was better at p < 0.01."""

    mean: float
    sd: float
    seeds: int
    gains: bool

    @property
    def error(self) -> float:
        """The standard error of the mean."""
        return self.sd / float(np.sqrt(self.seeds))


def published() -> dict[tuple[str, str], Cell]:
    """The cells by data set and strategy."""
    with _TABLE.open(encoding="utf-8") as file:
        return {
            (row["data"], row["strategy"]): Cell(
                float(row["mean"]), float(row["sd"]), int(row["seeds"]), row["better_than_uniform"] == "**"
            )
            for row in csv.DictReader(file)
        }


def compared(areas: list[float], cell: Cell) -> tuple[Cell, float, bool]:
    """Our cell, how many standard errors it is from the published one, and whether that is under 3."""
    own = Cell(float(np.mean(areas)), float(np.std(areas, ddof=1)), len(areas), False)
    distance = (own.mean - cell.mean) / float(np.hypot(own.error, cell.error))
    return own, distance, abs(distance) < 3


def gains(active: list[float], uniform: list[float]) -> tuple[float, float]:
    """The mean paired difference, and its p value by a paired t-test."""
    from scipy.stats import ttest_rel

    return float(np.mean(np.subtract(active, uniform))), float(ttest_rel(active, uniform).pvalue)
