"""`Progress`: how far a run is, for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Failure", "Progress", "RunningCell"]


@dataclass(frozen=True)
class RunningCell:
    """A cell at work: what it is, the rounds it has, how many it will have, seconds since it was started."""

    name: str
    rounds: int
    of: int
    seconds: float


@dataclass(frozen=True)
class Failure:
    """A cell that could not go on: its id, what it is, the error in a line, and where it was raised."""

    cell: str
    name: str
    error: str
    traceback: str


@dataclass(frozen=True)
class Progress:
    """How far a run is.

    Attributes
    ----------
    done, failed, waiting : cells, those of earlier runs among them.  total : all cells of the study.
    running : at work now.
    seconds : since this run began.  seconds_left : expected, None while nothing is known.
    event : what just happened: "began", "round", "done", "failed", "tick" or "ended".
    failure : the cell that has just failed.
    """

    done: int
    failed: int
    waiting: int
    total: int
    running: tuple[RunningCell, ...]
    seconds: float
    seconds_left: float | None
    event: str = "tick"
    failure: Failure | None = None
