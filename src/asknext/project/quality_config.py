"""Settings of what is asked for the sake of quality: classes in balance, and labels looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from asknext.project.setting import require, require_share

__all__ = ["BalanceConfig", "ReaskConfig"]


@dataclass(frozen=True)
class BalanceConfig:
    """Which classes are asked more often, by prediction.

    Attributes
    ----------
    target : name of a class -> share of what is asked; shares sum to at most 1, and what they leave goes to the other
        classes as the strategy has them. strength : 0 leaves the strategy's order as it is, 1 gives the shares.
    """

    target: Mapping[str, float] = field(default_factory=dict)
    strength: float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "target", _shares(self.target))
        require_share("strength", self.strength)


@dataclass(frozen=True)
class ReaskConfig:
    """How many of the items asked are labelled ones that are worth another answer.

    Attributes
    ----------
    rate : a share of what is asked, 0 for none.
    """

    rate: float = 0.0

    def __post_init__(self) -> None:
        require(0 <= self.rate <= 0.5, "rate", self.rate, "a share from 0 to 0.5")


def _shares(target: Any) -> Mapping[str, float]:
    require(isinstance(target, Mapping), "target", target, "names of classes with shares")
    for name, share in target.items():
        number = isinstance(share, int | float) and not isinstance(share, bool)
        require(number and 0 <= share <= 1, f"target: {name}", share, "a share from 0 to 1")
    total = sum(target.values())
    require(total <= 1 + 1e-6, "target", dict(target), "shares that sum to at most 1")
    return {str(name): float(share) for name, share in target.items()}
