"""A project's finished rounds as the history that stopping rules look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from asknext.labelling.rounds import Past
from asknext.labelling.snapshot import Snapshot
from asknext.project.config import Config
from asknext.stopping import Round, round_of

__all__ = ["counting_all_labels", "trained_rounds"]


def trained_rounds(
    config: Config, snapshot: Snapshot, past: Sequence[Past], metric: str, curve: Sequence[dict[str, Any]]
) -> list[Round]:
    """One round for each of ``past``, with the labels that its model was fitted on.

    Parameters
    ----------
    past : finished rounds on the same items; those that are not settled say nothing about predictions.
    curve : the points of ``metric``, each {labels, score, low, high}.

    The unlabelled items are those of the stop set that have no label now, in every round.
    """
    if not past:
        return []
    free = ~np.isin(past[0].items, np.concatenate([snapshot.rows, snapshot.control_rows]))
    before: list[Past | None] = [None, *past[:-1]]
    return [
        _round(config, each, last, free, _scores(each.labels, metric, curve))
        for each, last in zip(past, before, strict=True)
    ]


def counting_all_labels(rounds: Sequence[Round], config: Config, snapshot: Snapshot) -> list[Round]:
    """The same, counting the labels that measure, too, which cost as much as those that train.

    Of the rounds before the last they are taken to have been the same share as now.
    """
    share = snapshot.all_labels / max(len(snapshot.rows), 1)
    counted = [replace(each, labels=round(each.labels * share)) for each in rounds]
    now: dict[str, Any] = {
        "seconds": snapshot.seconds,
        "cost": _spent(config, snapshot),
        "remaining": len(snapshot.open),
    }
    return [*counted[:-1], *(replace(each, labels=snapshot.all_labels, **now) for each in counted[-1:])]


def _round(config: Config, past: Past, before: Past | None, free: Any, scores: dict[str, Any]) -> Round:
    if not past.settled:
        return Round(past.labels, look=past.look, **scores)
    table = past.probabilities.astype(np.float64)
    known = {"stop": table, "pool": table[free], "multilabel": config.multilabel}
    if before is not None and before.settled:
        known |= {"stop_before": before.probabilities, "pool_before": before.probabilities[free]}
    return replace(round_of(past.labels, **known, **scores), look=past.look, **_of_batch(past))


def _of_batch(past: Past) -> dict[str, Any]:
    return {f"batch_{name}": np.array(values) for name, values in (past.batch or {}).items()}


def _scores(labels: int, metric: str, curve: Sequence[dict[str, Any]]) -> dict[str, Any]:
    point = next((each for each in reversed(curve) if each["labels"] == labels and each["score"] is not None), None)
    if point is None:
        return {}
    interval = {} if point["low"] is None else {metric: (point["low"], point["high"])}
    return {"scores": {metric: point["score"]}, "intervals": interval}


def _spent(config: Config, snapshot: Snapshot) -> float:
    by_label = (config.price.per_label or 0.0) * snapshot.all_labels
    return by_label + (config.price.per_hour or 0.0) * snapshot.seconds / 3600
