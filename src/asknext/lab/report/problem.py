"""`Problem`: what strategies meet on, and how each of them did there, as plain numbers and names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from asknext.report.chart import Series
from asknext.report.comparison import Estimate

__all__ = [
    "Asked",
    "Cost",
    "Gain",
    "MetricFacts",
    "Overlap",
    "Problem",
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
class Gain:
    """One strategy held against the baseline on the seeds that both have.

    Attributes
    ----------
    difference : mean over seeds of its area minus the baseline's, positive = better whatever the metric.
    wins, ties, losses : seeds by the sign of that difference.
    saved : labels fewer than the baseline's whole budget at the baseline's final score; None where it was not reached.
    deficiency : of the mean curves, see `asknext.measures.deficiency`; None where the baseline itself gains nothing, or
        not every value is known.
    seeds_needed : seeds at which a difference like this one could be shown; None where it can be, or never could.
    """

    difference: Estimate
    wins: int
    ties: int
    losses: int
    saved: Estimate | None = None
    deficiency: Estimate | None = None
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
    unknown : it could not tell, for the predictions that it looks at were not kept.
    """

    rule: str
    strategy: str
    stopped: int
    seeds: int
    labels: Estimate | None
    score: Estimate | None
    wasted: Estimate | None = None
    lost: Estimate | None = None
    unknown: bool = False


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
