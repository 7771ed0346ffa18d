"""`Findings`: all that a report shows of a study, as plain numbers and names; the statistics in it are finished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from asknext.report.chart import Series
from asknext.report.comparison import Estimate

__all__ = [
    "Asked",
    "Cost",
    "DataSetFacts",
    "Failure",
    "Findings",
    "Gain",
    "MetricFacts",
    "Overlap",
    "Pair",
    "Problem",
    "Progress",
    "Ranking",
    "ScheduleTable",
    "Standing",
    "Stop",
]


@dataclass(frozen=True)
class MetricFacts:
    """A metric: its name, which way is up, and the ends that its values cannot pass (None where there is none)."""

    name: str
    greater_is_better: bool = True
    floor: float | None = None
    ceiling: float | None = None

    @property
    def words(self) -> str:
        """The name as words."""
        return self.name.replace("_", " ")


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
class Gain:
    """One strategy held against the baseline on the seeds that both have.

    Attributes
    ----------
    difference : mean over seeds of its area minus the baseline's, positive = better whatever the metric.
    wins, ties, losses : seeds by the sign of that difference.
    saved : labels fewer than the baseline's whole budget at the baseline's final score; None where it was not reached.
    seeds_needed : seeds at which a difference like this one could be shown; None where it can be, or never could.
    """

    difference: Estimate
    wins: int
    ties: int
    losses: int
    saved: Estimate | None = None
    seeds_needed: int | None = None


@dataclass(frozen=True)
class Standing:
    """One strategy on one problem by one metric.

    Attributes
    ----------
    seeds : how many have finished.
    area : the mean of its curve over the label axis. final : after the last round.
    best : whether its area is the best. level : whether the best cannot be told from it.
    gain : against the baseline; None for the baseline itself, or where it was not run.
    reach : share of the baseline's final score -> labels until the mean curve is there; infinite where it never is.
    """

    strategy: str
    seeds: int
    area: Estimate
    final: Estimate
    best: bool = False
    level: bool = False
    gain: Gain | None = None
    reach: Mapping[float, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Cost:
    """What one run took, mean over seeds; ``memory`` in MB at most, None where it is not known."""

    strategy: str
    choose: float
    fit: float
    predict: float
    whole: float
    memory: float | None


@dataclass(frozen=True)
class Asked:
    """What a strategy asked about, mean over seeds.

    Attributes
    ----------
    shares : class -> its share of the labels given after the initial set.
    missing : rounds after which a class had no label yet, a seed; ``rounds`` in all.
    noisy : the share of the rows asked that are known to be noisy; None where nothing is known.
    abstained : the share of the questions that got no answer.
    """

    strategy: str
    shares: Mapping[str, float]
    missing: float
    rounds: int
    noisy: float | None = None
    abstained: float = 0.0


@dataclass(frozen=True)
class Stop:
    """Where a stopping rule would have stopped, mean over seeds of one strategy on one problem.

    Attributes
    ----------
    stopped : seeds in which it stopped at all, of ``seeds``.
    labels, score : when it stopped. wasted : labels after the best moment; lost : score below the final one.
    """

    rule: str
    strategy: str
    stopped: int
    seeds: int
    labels: Estimate | None
    score: Estimate | None
    wasted: Estimate | None = None
    lost: Estimate | None = None


@dataclass(frozen=True)
class Overlap:
    """How far strategies asked about the same rows, among their first ``labels`` after the initial set.

    Attributes
    ----------
    shares : (i, j) is the mean share of i's rows that j asked, too. chance : that share for two random choices.
    consensus : rows that exactly 1, 2, ... of the strategies asked, mean over seeds.
    """

    labels: int
    names: Sequence[str]
    shares: Sequence[Sequence[float]]
    consensus: Sequence[float]
    chance: float


@dataclass(frozen=True)
class Problem:
    """One data set (or class of it against the rest) with one model, schedule and oracle: what strategies meet on.

    Attributes
    ----------
    curves, standings : metric -> one a strategy.
    """

    data_set: str
    target: str | None
    model: str
    schedule: str
    oracle: str
    curves: Mapping[str, Sequence[Series]]
    standings: Mapping[str, Sequence[Standing]]
    costs: Sequence[Cost] = ()
    asked: Sequence[Asked] = ()
    shares: Mapping[str, float] = field(default_factory=dict)
    stops: Sequence[Stop] = ()
    overlap: Overlap | None = None

    @property
    def place(self) -> str:
        """The data set, and the class where it is one against the rest."""
        return self.data_set if self.target is None else f"{self.data_set}: {self.target}"


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
    places : the problems, one block each.
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
    ranks: Mapping[str, float]
    difference: float | None
    groups: Sequence[Sequence[str]]
    p: float | None
    sentence: str
    pairs: Sequence[Pair] = ()
    against: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)


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
