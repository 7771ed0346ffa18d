"""Generators of data sets, one a file, each a function of its parameters and a seed."""

from collections.abc import Callable
from typing import Any

from asknext.lab.generators.clips import clips
from asknext.lab.generators.made import Made
from asknext.lab.generators.noisy_regions import noisy_regions

__all__ = ["GENERATORS", "Made", "clips", "noisy_regions"]

GENERATORS: dict[str, Callable[..., Any]] = {"clips": clips, "noisy_regions": noisy_regions}
