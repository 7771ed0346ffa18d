"""Settings of the pace: when a new round is trained, and what the browser holds ready."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.project.setting import require

__all__ = ["QueueConfig", "Retrain"]


@dataclass(frozen=True)
class Retrain:
    """A new round after so many answers, or after so many seconds where there is at least one new answer."""

    answers: int = 10
    seconds: float = 20.0

    def __post_init__(self) -> None:
        require(self.answers >= 1, "answers", self.answers, "1 or more")
        require(self.seconds > 0, "seconds", self.seconds, "more than 0")


@dataclass(frozen=True)
class QueueConfig:
    """How many items the browser holds ready, and for how long they are its own."""

    preload: int = 2
    lease_seconds: float = 180.0

    def __post_init__(self) -> None:
        require(1 <= self.preload <= 20, "preload", self.preload, "1 to 20")
        require(self.lease_seconds >= 1, "lease_seconds", self.lease_seconds, "1 or more")
