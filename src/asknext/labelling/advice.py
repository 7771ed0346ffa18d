"""Whether it is enough: the stopping rules asked about a project's finished rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from asknext.labelling.pieces import pieces_on
from asknext.labelling.rounds import Past
from asknext.labelling.snapshot import Snapshot
from asknext.measures.metrics import predictions_of
from asknext.project.config import Config
from asknext.stopping import DEFAULT_RULES, Round, advise, overall

__all__ = ["advice_on", "rules_of"]


def rules_of(config: Config) -> list[Any]:
    """The rules that apply: the usual ones, and those the settings give numbers for."""
    rules: list[Any] = list(DEFAULT_RULES)
    if config.target is not None:
        rules.insert(0, {"name": "target_metric", "metric": config.target.metric, "value": config.target.value})
    limits = {
        name: value for name in ("labels", "seconds", "money") if (value := getattr(config.budget, name)) is not None
    }
    return [{"name": "budget", **limits}, *rules] if limits else rules


def advice_on(
    config: Config, snapshot: Snapshot, past: Sequence[Past], metric: str, curve: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """{stop, sentence, rules: [{rule, stop, sentence, value, bound}], pieces: see `asknext.labelling.pieces`}.

    Parameters
    ----------
    past : finished rounds on the same items, this one last; those that are not settled say nothing about stability.
    """
    trained = [_round(config, each, metric, curve) for each in past]
    history = [*trained[:-1], *(_now(each, config, snapshot) for each in trained[-1:])]
    advice = advise(history, rules_of(config))
    verdict = overall(advice)
    return {
        "stop": verdict.stop,
        "sentence": verdict.sentence,
        "rules": [
            {"rule": a.rule, "stop": a.stop, "sentence": a.sentence, "value": _plain(a.value), "bound": _plain(a.bound)}
            for a in advice
        ],
        "pieces": pieces_on(config, snapshot, trained, metric, verdict.stop),
    }


def _now(last: Round, config: Config, snapshot: Snapshot) -> Round:
    """The last round with what counts all labels, those that measure among them."""
    return replace(
        last,
        labels=snapshot.all_labels,
        seconds=snapshot.seconds,
        cost=_spent(config, snapshot),
        remaining=len(snapshot.open),
    )


def _round(config: Config, past: Past, metric: str, curve: Sequence[dict[str, Any]]) -> Round:
    point = next(
        (each for each in reversed(curve) if each["labels"] == past.labels and each["score"] is not None), None
    )
    predictions = predictions_of(past.probabilities.astype(np.float64), config.multilabel) if past.settled else None
    if point is None:
        return Round(labels=past.labels, predictions=predictions, look=past.look)
    interval = {} if point["low"] is None else {metric: (point["low"], point["high"])}
    scores = {metric: point["score"]}
    return Round(labels=past.labels, scores=scores, intervals=interval, predictions=predictions, look=past.look)


def _spent(config: Config, snapshot: Snapshot) -> float:
    by_label = (config.price.per_label or 0.0) * snapshot.all_labels
    return by_label + (config.price.per_hour or 0.0) * snapshot.seconds / 3600


def _plain(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else float(value)
