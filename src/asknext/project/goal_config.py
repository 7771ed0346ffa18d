"""Settings of when it is enough: the score to reach, what may be spent, what labels cost."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Budget", "Price", "Target"]


@dataclass(frozen=True)
class Target:
    """The score at which labelling may stop."""

    metric: str
    value: float


@dataclass(frozen=True)
class Budget:
    """What may be spent; None is no limit."""

    labels: int | None = None
    seconds: float | None = None
    money: float | None = None


@dataclass(frozen=True)
class Price:
    """What a label or an hour of an annotator costs."""

    per_label: float | None = None
    per_hour: float | None = None
