"""The keys of a study that hold for all of its cells, checked as far as that goes without data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from asknext.errors import InputError, UnknownName
from asknext.lab.initial_sets import initial_spec
from asknext.lab.splits import Splits, build_splits, seed_numbers
from asknext.measures.metrics import METRICS
from asknext.measures.number_metrics import NUMBER_METRICS
from asknext.stopping.registry import build_rule

__all__ = ["check_initial", "check_metrics", "check_rules", "made_splits"]


def check_initial(spec: Any, path: str = "initial") -> None:
    """Raises `InputError`, `UnknownName` where it is none; nothing is fine."""
    if spec is not None:
        initial_spec(spec, path)


def check_metrics(names: Any) -> None:
    """Raises `UnknownName` for a metric that there is not."""
    if names is None:
        return
    if not isinstance(names, list | tuple) or not names or not all(isinstance(each, str) for each in names):
        raise InputError(f"metrics is {names!r}, but must be a list of names, such as [accuracy, roc_auc].")
    for name in names:
        if name not in METRICS and name not in NUMBER_METRICS:
            raise UnknownName("metric", name, [*METRICS, *NUMBER_METRICS])
    if len(set(names)) != len(names):
        raise InputError(f"metrics holds a name twice: {', '.join(names)}.")


def check_rules(rules: Any) -> None:
    """Raises `InputError`, `UnknownName` for a stopping rule that there is not."""
    if not isinstance(rules, list | tuple):
        raise InputError(f"stopping is {rules!r}, but must be a list of rules, such as [stabilising_predictions].")
    for rule in rules:
        build_rule(rule)


def made_splits(spec: Any, seeds: Any) -> Splits:
    """The splits, with ``seeds`` in place of their own where they are given."""
    made = build_splits(spec, "splits")
    if seeds is None:
        return made
    if made.kind == "stratified_folds" or (isinstance(spec, dict) and "seeds" in spec):
        raise InputError("seeds stand beside splits that have their own (seeds, or folds x repeats): leave one out.")
    return replace(made, numbers=seed_numbers(seeds))
