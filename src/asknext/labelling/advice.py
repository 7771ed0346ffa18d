"""Whether it is enough: the stopping rules asked about a project's finished rounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from asknext.labelling.pieces import pieces_on
from asknext.labelling.round_history import counting_all_labels, trained_rounds
from asknext.labelling.rounds import Past
from asknext.labelling.snapshot import Snapshot
from asknext.project.annotate_config import NUMBERS
from asknext.project.config import Config
from asknext.stopping import DEFAULT_RULES, advise, overall

__all__ = ["advice_on", "rules_of"]

OF_NUMBERS = ("pool_exhausted",)
"""The usual rules of classes look at predicted classes."""


def rules_of(config: Config) -> list[Any]:
    """The rules that apply: those of the settings, else the usual ones, and those the settings give numbers for."""
    usual = OF_NUMBERS if config.task in NUMBERS else DEFAULT_RULES
    rules: list[Any] = list(usual if config.stopping is None else config.stopping)
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
    trained = trained_rounds(config, snapshot, past, metric, curve)
    advice = advise(counting_all_labels(trained, config, snapshot), rules_of(config), numbers=config.task in NUMBERS)
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


def _plain(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else float(value)
