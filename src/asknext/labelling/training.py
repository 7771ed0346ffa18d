"""One training round: from the labels there are to a new order of what to ask, and what the round found out."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import ProjectError
from asknext.labelling.advice import advice_on
from asknext.labelling.external import SENTENCE, is_external
from asknext.labelling.looks import batch_of_round, keep_for_next_look, look_of_round
from asknext.labelling.measuring import measure
from asknext.labelling.notes import kept_notes, rank_noting
from asknext.labelling.pieces import keep_pieces
from asknext.labelling.policy import Policy
from asknext.labelling.ranking import EXTERNAL, current_ranking, publish_ranking
from asknext.labelling.round_model import fitted_model
from asknext.labelling.rounds import aligned, keep_predictions, past_rounds
from asknext.labelling.shadow import shadow_of
from asknext.labelling.skill import measure_skills
from asknext.labelling.snapshot import Snapshot, take_snapshot
from asknext.labelling.steering import steering
from asknext.labelling.strategy_view import StrategyView, predicted, strategy_view, with_cold_start
from asknext.project.annotate_config import NUMBERS
from asknext.project.folder import Project
from asknext.stopping.advice import BatchLook
from asknext.store.rankings import all_rounds, update_round
from asknext.store.settings import set_setting

__all__ = ["RoundResult", "run_round"]

HEAD = 1000
UNMEASURED = "The items are in a new order, but what the model is worth could not be measured this time ({error})."
log = logging.getLogger("asknext.training")
Progress = Callable[..., None]


@dataclass(frozen=True)
class RoundResult:
    """What a round did: the ranking's ``version``, ``labels`` the model was fitted on, and ``result`` as stored."""

    version: int
    strategy: str
    labels: int
    sentence: str
    result: dict[str, Any]


@dataclass(frozen=True)
class _Order:
    strategy: str
    order: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float64]
    reasons: list[str]
    sentence: str
    notes: Mapping[str, Any] | None = None


def run_round(project: Project, *, progress: Progress | None = None) -> RoundResult:
    """Fit the default model on what is labelled outside the control stream, and publish a new ranking.

    Where measuring the model fails, the ranking stands all the same, and the result says so.

    Parameters
    ----------
    progress : called with (done, total, text).

    Raises
    ------
    ProjectError : there are no items. AsknextError : embeddings or strategy cannot be used; nothing is published.
    """
    from asknext.project.embeddings import pool_embeddings

    said, clock = progress or (lambda *_a, **_k: None), [time.monotonic()]
    snapshot = take_snapshot(project)
    if snapshot.n == 0:
        raise ProjectError("There is nothing to learn from yet: import items first.")
    said(0, 4, "Computing embeddings")
    embeddings = pool_embeddings(
        project, lambda done, total: said(0, 4, f"Computing embeddings: {done:,} of {total:,}")
    )
    clock.append(time.monotonic())
    said(1, 4, "Fitting the model")
    model = fitted_model(project, snapshot, embeddings)
    clock.append(time.monotonic())
    said(2, 4, "Predicting")
    probabilities = None if model is None else predicted(project, snapshot, model, embeddings)
    clock.append(time.monotonic())
    said(3, 4, "Choosing")
    chosen = _ordered(project, snapshot, probabilities, embeddings)
    clock.append(time.monotonic())
    seconds = dict(zip(("embed", "fit", "predict", "select"), np.diff(clock).round(3).tolist(), strict=True))
    facts = {**_facts(snapshot), "settled": _settled(project, snapshot), "seconds": seconds}
    before = {**_last_result(project), **facts, "look": None, "batch": None}
    version = _publish(project, snapshot, chosen, probabilities, before)
    with project.database.write() as conn:
        set_setting(conn, "trained_event", snapshot.event)
        set_setting(conn, "trained_items", snapshot.n)
    try:
        result = {**facts, **_measured(project, snapshot, version, probabilities, embeddings)}
    except Exception as error:  # the ranking is published: people go on with it
        log.exception("Round %d could not be measured.", version)
        result = {**before, "advice": _no_advice(error)}
    with project.database.write() as conn:
        policy = Policy.of(project.config)
        if policy.shared(None):
            measure_skills(conn, policy)
        keep_pieces(conn, result["advice"].pop("pieces"))
        update_round(conn, version, result)
    _ask_again(project)
    said(4, 4, "Done")
    return RoundResult(version, chosen.strategy, len(snapshot.rows), _sentence(snapshot, chosen, result, model), result)


def _ask_again(project: Project) -> None:
    """Second opinions are worth having, and a round stands without them."""
    if project.config.reask.rate == 0:
        return
    from asknext.labelling.quality.asking_again import ask_again

    try:
        ask_again(project)
    except Exception:
        log.exception("Labelled items could not be asked again.")


def _ordered(
    project: Project, snapshot: Snapshot, probabilities: npt.NDArray[np.float32] | None, embeddings: Any
) -> _Order:
    if is_external(project):
        return _external(project, snapshot)
    name = _name(project.config.strategy)
    if len(snapshot.open) == 0:
        return _Order(name, snapshot.open, np.zeros(0), [], "")
    from asknext.strategies import build

    own: Any = build(project.config.strategy)
    strategy, notes = with_cold_start(own, project, snapshot), kept_notes(project, own.describe(), snapshot.rows)
    rng = np.random.default_rng([project.config.seed, len(snapshot.rows), len(snapshot.open)])
    view = strategy_view(StrategyView(project, snapshot, probabilities, embeddings))
    batch, note = rank_noting(strategy, view, rng, HEAD, notes)
    reasons = list(batch.reasons[: min(HEAD, len(batch))])
    sentence = f"Chosen by {name}, after the items more worth asking."
    taken = {"strategy": own.describe(), "kept": notes, "last": note} if notes or note else None
    order = _Order(name, batch.indices, batch.scores, reasons, sentence, taken)
    return _steered(project, snapshot, probabilities, order)


def _steered(
    project: Project, snapshot: Snapshot, probabilities: npt.NDArray[np.float32] | None, order: _Order
) -> _Order:
    if project.config.task in NUMBERS:
        return order
    names = [each.name for each in snapshot.classes]
    bent = steering(project.config.balance, names, probabilities, order.order)
    if bent is None:
        return order
    reasons = bent.reasons(order.reasons, order.sentence)
    return replace(order, order=order.order[bent.places], scores=order.scores[bent.places], reasons=reasons)


def _external(project: Project, snapshot: Snapshot) -> _Order:
    ranking = current_ranking(project)
    if ranking is None or ranking.strategy != EXTERNAL:
        return _Order(EXTERNAL, snapshot.open[:0], np.zeros(0), [], SENTENCE)
    kept = np.isin(ranking.order, snapshot.open)
    sentence = str(ranking.meta.get("sentence", SENTENCE))
    return _Order(EXTERNAL, np.asarray(ranking.order)[kept], np.asarray(ranking.scores)[kept], [], sentence)


def _publish(
    project: Project,
    snapshot: Snapshot,
    chosen: _Order,
    probabilities: npt.NDArray[np.float32] | None,
    result: dict[str, Any],
) -> int:
    return publish_ranking(
        project,
        strategy=chosen.strategy,
        labels=len(snapshot.rows),
        order=chosen.order,
        scores=chosen.scores,
        n=snapshot.n,
        **_guesses(project, probabilities),
        meta={
            "classes": [each.id for each in snapshot.classes],
            "reasons": chosen.reasons,
            "sentence": chosen.sentence,
        },
        notes=chosen.notes,
        result=result,
    )


def _guesses(project: Project, said: npt.NDArray[np.float32] | None) -> dict[str, Any]:
    if said is None:
        return {}
    config = project.config
    if config.task not in NUMBERS:
        return {"guesses": _two_best(said)}
    from asknext.labelling.number_model import intervals

    return {"numbers": intervals(said, config.task, config.annotate)}


def _two_best(probabilities: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """(n, 4) float32: class, probability, second class, its probability; -1 where there is no second class."""
    rows = np.arange(len(probabilities))
    first = probabilities.argmax(axis=1)
    guesses = np.full((len(probabilities), 4), -1, dtype=np.float32)
    guesses[:, 0], guesses[:, 1] = first, probabilities[rows, first]
    if probabilities.shape[1] > 1:
        others = probabilities.copy()
        others[rows, first] = -1
        second = others.argmax(axis=1)
        guesses[:, 2], guesses[:, 3] = second, probabilities[rows, second]
    return guesses


def _measured(
    project: Project,
    snapshot: Snapshot,
    version: int,
    probabilities: npt.NDArray[np.float32] | None,
    embeddings: Any,
) -> dict[str, Any]:
    if probabilities is not None:
        keep_predictions(project, version, snapshot.stop_set, probabilities[snapshot.stop_set])
    look = look_of_round(project, snapshot, embeddings) or _found_before(project, snapshot, "look")
    batch = batch_of_round(project, snapshot) or _found_before(project, snapshot, "batch")
    keep_for_next_look(project, snapshot, probabilities)
    past = past_rounds(project)
    if past and past[-1].version == version:
        past[-1] = replace(past[-1], look=None if look is None else BatchLook(**look), batch=batch)
    measured = measure(project.config, snapshot, past, shadow_of(project, snapshot, embeddings))
    curve = measured["curve"]
    advice = advice_on(project.config, snapshot, aligned(past), measured["metric"], curve)
    last = curve[-1] if curve else None
    scores = {} if last is None else {measured["metric"]: last["score"]}
    intervals = {} if last is None else {measured["metric"]: [last["low"], last["high"]]}
    return {**measured, "scores": scores, "intervals": intervals, "look": look, "batch": batch, "advice": advice}


def _found_before(project: Project, snapshot: Snapshot, name: str) -> dict[str, Any] | None:
    """What the last round found of the batch behind it, where this one learned nothing new."""
    with project.database.read() as conn:
        results = [json.loads(each.result) for each in all_rounds(conn)[-4:]]
    same = [each for each in results if each.get("training_event") == snapshot.training_event and each.get(name)]
    return same[-1][name] if same else None


def _facts(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "labels": len(snapshot.rows),
        "training_event": snapshot.training_event,
        "control_labels": len(snapshot.drawn_rows),
        "control_skipped": snapshot.passed_over,
        "class_counts": _class_counts(snapshot),
    }


def _class_counts(snapshot: Snapshot) -> dict[str, int]:
    targets = snapshot.targets
    if targets.dtype == np.float64:  # numbers have no classes
        return {}
    counts = targets.sum(axis=0) if targets.ndim == 2 else np.bincount(targets, minlength=len(snapshot.classes))
    return {each.id: int(k) for each, k in zip(snapshot.classes, counts, strict=True)}


def _settled(project: Project, snapshot: Snapshot) -> bool:
    """Whether the model has seen enough classes for its stability to mean anything."""
    if project.config.task in NUMBERS:
        return False  # rules about stability look at classes
    from asknext.strategies import build
    from asknext.strategies.wrappers.cold_start import ColdStart, classes_seen

    view = strategy_view(StrategyView(project, snapshot, None, None))
    cold = ColdStart(build("random"), classes=max(len(snapshot.classes), 1)).is_cold(view)
    return not cold and (project.config.multilabel or len(classes_seen(view)) > 1)


def _no_advice(error: Exception) -> dict[str, Any]:
    return {
        "stop": None,
        "sentence": UNMEASURED.format(error=f"{type(error).__name__}: {error}"),
        "rules": [],
        "pieces": [],
    }


def _last_result(project: Project) -> dict[str, Any]:
    with project.database.read() as conn:
        rounds = all_rounds(conn)
    found: dict[str, Any] = json.loads(rounds[-1].result) if rounds else {}
    return found


def _name(strategy: str | Mapping[str, Any]) -> str:
    return strategy if isinstance(strategy, str) else str(strategy.get("name", "?"))


def _sentence(snapshot: Snapshot, chosen: _Order, result: Mapping[str, Any], model: Any) -> str:
    unmeasured = "" if result["advice"]["rules"] else f" {result['advice']['sentence']}"
    return _learned(snapshot, chosen, model) + unmeasured


def _learned(snapshot: Snapshot, chosen: _Order, model: Any) -> str:
    if len(snapshot.rows) == 0:
        return f"No labels yet: {len(chosen.order):,} items are ordered without a model."
    if model is None:
        return f"Too few labels to learn from yet: {len(chosen.order):,} items are ordered without a model."
    return f"Learned from {len(snapshot.rows):,} labels and ordered {len(chosen.order):,} items by {chosen.strategy}."
