"""`simulate`: strategies side by side on labelled data, with an oracle for the annotator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.loop.comparison import Comparison, Saved, compare_with, saved_against
from asknext.loop.experiment import Experiment, Run, run_experiment
from asknext.loop.label_space import Label, LabelSpace
from asknext.measures.curve import area
from asknext.measures.intervals import t_interval
from asknext.measures.metrics import metric_named
from asknext.pool.rows import indexable, n_rows
from asknext.strategies.batch import Strategy
from asknext.strategies.registry import build

__all__ = ["Curve", "SimulationResult", "simulate"]

Spec = str | Mapping[str, Any] | Strategy
_REFERENCE = "random"


@dataclass(frozen=True)
class Curve:
    """One strategy over all seeds.

    Attributes
    ----------
    scores : one list a seed, one score a label count.
    mean, low, high : mean over seeds with its 95 % interval (Student's t; None with a single seed).
    area : one a seed: mean height of its curve over the label axis (trapezoid).
    area_mean, area_low, area_high : the same over seeds.
    saved : labels saved at the random curve's final score.  comparison : against random, seed by seed; both None for
        random itself and where random was not run.
    select_seconds, fit_seconds : mean a run.
    """

    scores: list[list[float]]
    mean: list[float]
    low: list[float | None]
    high: list[float | None]
    area: list[float]
    area_mean: float
    area_low: float | None
    area_high: float | None
    saved: Saved | None
    comparison: Comparison | None
    select_seconds: float
    fit_seconds: float


@dataclass(frozen=True)
class SimulationResult:
    """Plain numbers, lists and texts only: `as_dict` goes straight into JSON.

    Attributes
    ----------
    metric, greater_is_better : what was measured on the held-out test data.
    labels : label counts, the same for every strategy and seed.
    seeds : as run.  curves : strategy name -> `Curve`.
    settings : the protocol: items, test items, initial, batch, rounds, noise, model, seeds.
    peak_memory_mb : largest resident size of a process so far, in MB.
    """

    metric: str
    greater_is_better: bool
    labels: list[int]
    seeds: list[int]
    curves: dict[str, Curve]
    settings: dict[str, Any]
    peak_memory_mb: float

    @property
    def strategies(self) -> list[str]:
        """Names, in the order given."""
        return list(self.curves)

    def as_dict(self) -> dict[str, Any]:
        """Everything as JSON-able values."""
        return asdict(self)


def simulate(
    X: Any,
    y: Any,
    *,
    model: Any = None,
    strategies: Sequence[Spec] = ("margin", "random"),
    rounds: int = 20,
    batch: int = 20,
    initial: int | None = None,
    seeds: int | Sequence[int] = 10,
    metric: str | None = None,
    test: float | tuple[Any, Any] = 0.2,
    embeddings: npt.NDArray[Any] | None = None,
    noise: float = 0.0,
    workers: int = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> SimulationResult:
    """Play the annotator over labelled data and compare strategies.

    For each seed every strategy gets the same split, the same initial set, the same model and the same fits' seeds;
    only what it asks differs. The result depends on the arguments alone, not on ``workers``.

    Parameters
    ----------
    X : n rows as the model takes them.  y : n labels, none missing; multi-label: sets or an indicator matrix.
    model : scikit-learn classifier; None = the default model over the embeddings.
    strategies : names, mappings or objects. Include ``"random"``, or there is nothing to compare with.
    rounds, batch : how many batches of how many items, after the initial set.
    initial : size of the random initial set; default: ``batch``.
    seeds : that many seeds from 0, or the seeds themselves.
    metric : a name from `asknext.measures.METRICS`; default: accuracy, multi-label: micro_f1.
    test : share held out anew for each seed, or (X, y) held out for all. With ``model=None`` that X are embeddings.
    embeddings : (n, d) float32; default: made from ``X`` once, if a strategy or the default model needs them.
    noise : probability that the oracle's answer is wrong.
    workers : processes.
    on_progress : called with (runs done, runs in all), in this process.

    Raises
    ------
    InputError : arguments out of range, labels missing or all alike, classes too rare for an initial set.
    UnknownName : no such strategy or metric.
    """
    named = _named(strategies)
    numbers = list(range(seeds)) if isinstance(seeds, int) else [int(seed) for seed in seeds]
    _check(rounds, batch, numbers, workers, test, noise)
    shared = _shared(X, y, model, metric, rounds, batch, initial, test, embeddings, noise, list(named.values()))
    tasks = [(spec, seed) for spec in named.values() for seed in numbers]
    runs = list(_progress(_runs(shared, tasks, workers), len(tasks), on_progress))
    grouped = {name: runs[i * len(numbers) : (i + 1) * len(numbers)] for i, name in enumerate(named)}
    return _result(shared, numbers, grouped)


def _shared(
    X: Any, y: Any, model: Any, metric: str | None, rounds: int, batch: int, initial: int | None,
    test: float | tuple[Any, Any], embeddings: npt.NDArray[Any] | None, noise: float, strategies: list[Strategy],
) -> Experiment:  # fmt: skip
    content = indexable(X)
    space = LabelSpace()
    labels = _complete(space, y, n_rows(content))
    _varied(labels)
    held_out = None if isinstance(test, float) else (indexable(test[0]), _complete(space, test[1], n_rows(test[0])))
    if embeddings is None and (model is None or any(_looks_at_embeddings(each) for each in strategies)):
        from asknext.embed import embed_any

        embeddings = embed_any(content, 0)
    if model is None:
        from asknext.models.default import default_model

        content, model = embeddings, default_model(bool(space.multilabel)).set_params(random_state=None)
    chosen = metric or ("micro_f1" if space.multilabel else "accuracy")
    return Experiment(
        content, labels, space, embeddings, model, metric_named(chosen).name, rounds, batch,
        batch if initial is None else initial, test if isinstance(test, float) else 0.0, held_out, noise,
    )  # fmt: skip


def _complete(space: LabelSpace, y: Any, n: int) -> list[Label]:
    parsed = space.parse(y, n)
    labels = [label for label in parsed if label is not None]
    if len(labels) != n:
        row = next(row for row, label in enumerate(parsed) if label is None)
        raise InputError(f"A simulation needs a label for every item; row {row} has none.")
    space.learn(labels)
    return labels


def _varied(labels: list[Label]) -> None:
    if len(set(labels)) > 1:
        return
    found = "no item" if not labels else f"only the class {labels[0]!r}"
    if labels and isinstance(labels[0], tuple):
        found = f"the same classes {list(labels[0])!r} for every item"
    raise InputError(
        f"The labels hold {found}: nothing can be learned from them, so there is nothing to compare. Give data with at "
        f"least two classes."
    )


def _looks_at_embeddings(strategy: Strategy) -> bool:
    return "embeddings" in strategy.needs or strategy.name in ("auto", "cold_start")


def _named(strategies: Sequence[Spec]) -> dict[str, Strategy]:
    """Distinct display names: the strategy's name, with the parameters that were given."""
    if isinstance(strategies, str | Mapping) or not strategies:
        raise InputError(f"strategies is a list with at least one strategy; found {strategies!r}.")
    named = {_display(spec): build(spec) for spec in strategies}
    if len(named) != len(strategies):
        raise InputError(f"A strategy is named twice in {[_display(spec) for spec in strategies]}.")
    return named


def _display(spec: Spec) -> str:
    plain = {"name": spec} if isinstance(spec, str) else dict(spec) if isinstance(spec, Mapping) else spec.describe()
    given = ", ".join(f"{key}={value}" for key, value in plain.items() if key != "name")
    return f"{plain.get('name')}({given})" if given else str(plain.get("name"))


def _check(
    rounds: int, batch: int, seeds: list[int], workers: int, test: float | tuple[Any, Any], noise: float
) -> None:
    for name, value in (
        ("rounds", rounds),
        ("batch", batch),
        ("workers", workers),
        ("the number of seeds", len(seeds)),
    ):
        if value < 1:
            raise InputError(f"{name} has to be at least 1; found {value}.")
    if len(set(seeds)) != len(seeds) or min(seeds) < 0:
        raise InputError(f"seeds have to be distinct and at least 0; found {seeds}.")
    if isinstance(test, int | float) and not 0 < test < 1:
        raise InputError(f"test is a share between 0 and 1, or a pair (X, y); found {test}.")
    if not 0 <= noise <= 1:
        raise InputError(f"noise is a probability; found {noise}.")


def _runs(shared: Experiment, tasks: list[tuple[Strategy, int]], workers: int) -> Iterator[Run]:
    if workers == 1:
        return (run_experiment(shared, strategy, seed) for strategy, seed in tasks)
    from joblib import Parallel, delayed  # type: ignore[import-untyped]

    pool = Parallel(n_jobs=workers, return_as="generator")
    runs: Iterator[Run] = pool(delayed(run_experiment)(shared, strategy, seed) for strategy, seed in tasks)
    return runs


def _progress(runs: Iterator[Run], total: int, on_progress: Callable[[int, int], None] | None) -> Iterator[Run]:
    for done, run in enumerate(runs, start=1):
        if on_progress:
            on_progress(done, total)
        yield run


def _result(shared: Experiment, seeds: list[int], grouped: dict[str, list[Run]]) -> SimulationResult:
    metric = metric_named(shared.metric)
    every = [run for runs in grouped.values() for run in runs]
    labels = min((run.labels for run in every), key=len)
    curves = {name: _curve(labels, runs) for name, runs in grouped.items()}
    if _REFERENCE in curves:
        sign = 1.0 if metric.greater_is_better else -1.0
        curves = {name: _against(curve, curves[_REFERENCE], labels, sign, name) for name, curve in curves.items()}
    return SimulationResult(
        metric.name, metric.greater_is_better, labels, seeds, curves, _settings(shared, seeds),
        max(run.peak_memory_mb for run in every),
    )  # fmt: skip


def _curve(labels: list[int], runs: list[Run]) -> Curve:
    scores = [run.scores[: len(labels)] for run in runs]
    areas = [area(labels, each) for each in scores]
    mean, low, high = t_interval(scores)
    area_mean, area_low, area_high = (_plain(np.atleast_1d(each))[0] for each in t_interval(areas))
    select, fit = (float(np.mean([getattr(run, name) for run in runs])) for name in ("select_seconds", "fit_seconds"))
    return Curve(
        scores, mean.tolist(), _plain(low), _plain(high), areas, area_mean, area_low, area_high, None, None, select, fit
    )


def _plain(values: npt.NDArray[np.float64]) -> list[Any]:
    return [None if np.isnan(value) else float(value) for value in values]


def _against(curve: Curve, reference: Curve, labels: list[int], sign: float, name: str) -> Curve:
    if name == _REFERENCE:
        return curve
    mine, theirs = sign * np.array(curve.scores), sign * np.array(reference.scores)
    return replace(
        curve,
        saved=saved_against(labels, mine, theirs),
        comparison=compare_with(sign * np.array(curve.area), sign * np.array(reference.area)),
    )


def _settings(shared: Experiment, seeds: list[int]) -> dict[str, Any]:
    return {
        "items": len(shared.labels),
        "classes": [str(each) for each in shared.space.classes],
        "multilabel": bool(shared.space.multilabel),
        "test": shared.test_share if shared.test is None else len(shared.test[1]),
        "initial": shared.initial,
        "batch": shared.batch,
        "rounds": shared.rounds,
        "noise": shared.noise,
        "model": " ".join(str(shared.model).split()),
        "seeds": len(seeds),
    }
