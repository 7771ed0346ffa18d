"""One run of a simulation: a split, an initial set, a strategy; a pure function of its arguments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.loop.active_learner import ActiveLearner
from asknext.loop.label_space import Label, LabelSpace, Scalar
from asknext.loop.oracles import NoisyOracle, Oracle, PerfectOracle
from asknext.measures.metrics import score
from asknext.pool.pool import Pool
from asknext.pool.rows import take_rows
from asknext.strategies.batch import Strategy

__all__ = ["Experiment", "Run", "run_experiment", "split_rows"]

Answer = Scalar | frozenset[Scalar]
Ints = npt.NDArray[np.int64]
_SPLIT, _INITIAL, _TRIES = 11, 12, 200


@dataclass(frozen=True)
class Experiment:
    """What all runs share.

    Attributes
    ----------
    content, labels : n rows and their plain labels.  space : the classes.
    embeddings : (n, d) float32, or None where no strategy needs them.
    model : unfitted estimator.  metric : name.
    rounds, batch, initial : batches after the initial set, items a batch, items in the initial set.
    test_share : share of the rows held out, drawn anew for each seed; unused where ``test`` is given.
    test : (content, labels) held out, the same for every seed, or None.
    noise : probability of a wrong answer.
    """

    content: Any
    labels: list[Label]
    space: LabelSpace
    embeddings: npt.NDArray[Any] | None
    model: Any
    metric: str
    rounds: int
    batch: int
    initial: int
    test_share: float
    test: tuple[Any, list[Label]] | None
    noise: float


@dataclass(frozen=True)
class Run:
    """The curve of one strategy and seed: label counts, scores, seconds to choose and to fit, peak memory in MB."""

    labels: list[int]
    scores: list[float]
    select_seconds: float
    fit_seconds: float
    peak_memory_mb: float


def run_experiment(shared: Experiment, strategy: str | Mapping[str, Any] | Strategy, seed: int) -> Run:
    """Play the oracle for one strategy; split, initial set and model seeds depend on ``seed`` alone."""
    from threadpoolctl import threadpool_limits

    # One thread in every process, so that sums are added up in the same order whatever the number of workers.
    with threadpool_limits(limits=1):
        return _play(shared, strategy, seed)


def split_rows(labels: list[Label], share: float, seed: int) -> tuple[Ints, Ints]:
    """(pool rows, test rows), each rising; single-label classes keep their shares."""
    rng = np.random.default_rng([seed, _SPLIT])
    strata: dict[Any, list[int]] = {}
    for row, label in enumerate(labels):
        strata.setdefault("all" if isinstance(label, tuple) else label, []).append(row)
    keys = [(position + 0.5) / len(rows) for rows in strata.values() for position in rng.permutation(len(rows))]
    rows = np.array([row for members in strata.values() for row in members], dtype=np.int64)
    order = rows[np.lexsort((rng.random(len(rows)), np.array(keys)))]
    n_test = max(1, round(share * len(rows)))
    return np.sort(order[n_test:]), np.sort(order[:n_test])


def _play(shared: Experiment, strategy: str | Mapping[str, Any] | Strategy, seed: int) -> Run:
    pool_rows, X_test, truth = _split(shared, seed)
    # As sets: a tuple of the classes 0 and 1 could be taken for an indicator row.
    answers = [_as_set(shared.labels[row]) for row in pool_rows.tolist()]
    learner = _learner(shared, strategy, seed, pool_rows)
    first = _initial(answers, shared.initial, seed)
    oracle = _oracle(shared, answers, seed)
    learner.tell(first, oracle.answer(first))
    run = _Stopwatch()
    run.scored(learner, lambda: score(shared.metric, truth, learner.predict_proba(X_test)))
    for _ in range(shared.rounds):
        if len(learner.available) == 0:
            break
        rows = run.chosen(learner, shared.batch)
        learner.tell(rows, oracle.answer(rows))
        run.scored(learner, lambda: score(shared.metric, truth, learner.predict_proba(X_test)))
    return Run(run.labels, run.scores, run.select_seconds, run.fit_seconds, _peak_memory_mb())


class _Stopwatch:
    """Collects the curve, and the seconds that choosing and fitting took."""

    def __init__(self) -> None:
        self.labels: list[int] = []
        self.scores: list[float] = []
        self.select_seconds = self.fit_seconds = 0.0

    def chosen(self, learner: ActiveLearner, n: int) -> Ints:
        start = perf_counter()
        rows = learner.ask(n, allow_fewer=True).indices
        self.select_seconds += perf_counter() - start
        return rows

    def scored(self, learner: ActiveLearner, measure: Any) -> None:
        start = perf_counter()
        learner.fit()
        self.fit_seconds += perf_counter() - start
        self.labels.append(len(learner.labels))
        self.scores.append(float(measure()))


def _split(shared: Experiment, seed: int) -> tuple[Ints, Any, npt.NDArray[np.int64]]:
    if shared.test is not None:
        return np.arange(len(shared.labels)), shared.test[0], shared.space.codes(shared.test[1])
    pool_rows, test_rows = split_rows(shared.labels, shared.test_share, seed)
    truth = shared.space.codes([shared.labels[row] for row in test_rows.tolist()])
    return pool_rows, take_rows(shared.content, test_rows), truth


def _learner(shared: Experiment, strategy: str | Mapping[str, Any] | Strategy, seed: int, rows: Ints) -> ActiveLearner:
    embeddings = None if shared.embeddings is None else shared.embeddings[rows]
    return ActiveLearner(
        shared.model,
        Pool(take_rows(shared.content, rows), embeddings=embeddings),
        strategy,
        seed=seed,
        classes=shared.space.classes,
        multilabel=shared.space.multilabel,
        stopping=(),
        cold_start=False,
    )


def _as_set(label: Label) -> Answer:
    return frozenset(label) if isinstance(label, tuple) else label


def _initial(answers: list[Answer], size: int, seed: int) -> Ints:
    """Random rows, drawn again until two different labels are among them."""
    rng = np.random.default_rng([seed, _INITIAL])
    counts = Counter(answers)
    for _ in range(_TRIES if len(counts) > 1 and size > 1 else 0):
        rows = np.sort(rng.permutation(len(answers))[:size])
        if len({answers[row] for row in rows.tolist()}) > 1:
            return rows
    common, most = counts.most_common(1)[0]
    raise InputError(
        f"No random initial set of {size} items held two different labels (seed {seed}): {len(answers) - most} of the "
        f"{len(answers)} items to choose from have another label than {_shown(common)}. Raise initial=, bring more "
        f"items of the rare classes, or fewer of the common one."
    )


def _shown(answer: Answer) -> str:
    return repr(sorted(answer, key=str) if isinstance(answer, frozenset) else answer)


def _oracle(shared: Experiment, answers: list[Answer], seed: int) -> Oracle:
    if shared.noise == 0:
        return PerfectOracle(answers)
    return NoisyOracle(answers, shared.space.classes, shared.noise, seed)


def _peak_memory_mb() -> float:
    try:
        import resource
    except ImportError:  # not on this system
        return float("nan")
    import sys

    unit = 2**20 if sys.platform == "darwin" else 2**10
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)
