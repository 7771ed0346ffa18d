"""A comparison with known numbers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from asknext.report import Comparison, Estimate, Rival, Series

Made = Callable[..., Comparison]


@pytest.fixture
def rival() -> Rival:
    return Rival("margin", Estimate(0.03, 0.02, 0.04), 9, 0, 1, Estimate(120.0, 100.0, 140.0))


@pytest.fixture
def make(rival: Rival) -> Made:
    def made(**changes: Any) -> Comparison:
        x, mean = [20.0, 40.0, 60.0], [0.6, 0.8, 0.9]
        low, high = [0.55, 0.78, 0.88], [0.65, 0.82, 0.92]
        whole = Comparison(
            title="digits",
            metric="macro_f1",
            baseline="random",
            curves=[Series("margin", x, mean, low, high), Series("random", x, [0.5, 0.7, 0.8], low, high)],
            areas={"margin": Estimate(0.78, 0.77, 0.79), "random": Estimate(0.68, 0.66, 0.7)},
            rivals=[rival],
            seeds=10,
            protocol=[("data", "digits"), ("seeds", "0 to 9")],
            seconds={"margin": {"fit": 1.0, "choose": 0.1}, "random": {"fit": 1.0, "choose": 0.0}},
        )
        return dataclasses.replace(whole, **changes)

    return made
