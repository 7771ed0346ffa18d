"""`Findings`: all that a report shows of a study, as plain numbers and names; the statistics in it are finished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from asknext.lab.report.problem import MetricFacts, Problem
from asknext.report.comparison import Estimate

__all__ = [
    "DataSetFacts",
    "Failure",
    "Findings",
    "Pair",
    "Progress",
    "Ranking",
    "ScheduleTable",
]


@dataclass(frozen=True)
class DataSetFacts:
    """A data set of the study. ``shares`` : class -> its share of the rows, as far as the store tells."""

    name: str
    rows: int
    shares: Mapping[str, float]
    source: str
    fingerprint: str
    multilabel: bool = False


@dataclass(frozen=True)
class Pair:
    """Two strategies over the data sets: p after Holm's correction, None where it cannot be tested."""

    one: str
    other: str
    p: float | None
    wins: int
    ties: int
    losses: int


@dataclass(frozen=True)
class Ranking:
    """Strategies over several problems that share model, schedule and oracle.

    Attributes
    ----------
    places : the problems.  data_sets : how many data sets they are of; each is one block of the tests, with the mean
        over its classes.
    ranks : strategy -> mean rank, 1 = best.
    difference : Nemenyi's critical difference; None where the test was refused. groups : strategies that it cannot
        tell apart, each a run along the ranks.
    p : of Friedman's test. sentence : what it says, or why it was refused.
    against : strategy -> (wins, ties, losses) over the problems against the baseline.
    """

    model: str
    schedule: str
    oracle: str
    metric: str
    places: Sequence[str]
    data_sets: int
    ranks: Mapping[str, float]
    difference: float | None
    groups: Sequence[Sequence[str]]
    p: float | None
    sentence: str
    pairs: Sequence[Pair] = ()
    against: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)

    @property
    def is_ranked(self) -> bool:
        """Whether there was enough to rank by; else mean ranks are shown nowhere, and the sentence says why."""
        return self.p is not None


@dataclass(frozen=True)
class ScheduleTable:
    """Batch schedules side by side: areas[strategy][schedule] over the label range that all of them cover."""

    data_set: str
    target: str | None
    model: str
    oracle: str
    metric: str
    schedules: Sequence[str]
    areas: Mapping[str, Mapping[str, Estimate]]
    labels: tuple[float, float]
    differences: Mapping[str, Estimate] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """The data set, and the class where it is one against the rest."""
        return self.data_set if self.target is None else f"{self.data_set}: {self.target}"


@dataclass(frozen=True)
class Progress:
    """Cells by state."""

    done: int
    running: int = 0
    failed: int = 0
    waiting: int = 0

    @property
    def cells(self) -> int:
        """All of them."""
        return self.done + self.running + self.failed + self.waiting


@dataclass(frozen=True)
class Failure:
    """A cell that failed."""

    cell: str
    error: str
    traceback: str
    count: int = 1


@dataclass(frozen=True)
class Findings:
    """A study and what came out of it.

    Attributes
    ----------
    strategies : in the order of their looks; the baseline first. baseline : its name, None where it was not run.
    metrics : the main one first.
    protocol : what was done, as name and value, in the order to be shown. study : the study as it was run, as text.
    seeds : how many splits a problem has.
    co_occurrence : data set -> class -> class -> rows of both, for one-vs-rest over a multi-label pool.
    """

    name: str
    description: str
    strategies: Sequence[str]
    baseline: str | None
    metrics: Sequence[MetricFacts]
    problems: Sequence[Problem]
    progress: Progress
    seeds: int
    protocol: Sequence[tuple[str, str]] = ()
    data_sets: Sequence[DataSetFacts] = ()
    study: str = ""
    warnings: Sequence[str] = ()
    rankings: Sequence[Ranking] = ()
    schedules: Sequence[ScheduleTable] = ()
    failures: Sequence[Failure] = ()
    co_occurrence: Mapping[str, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)

    @property
    def main(self) -> MetricFacts:
        """The metric that is spoken of where none is named."""
        return self.metrics[0]
