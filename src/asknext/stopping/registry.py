"""Every stopping rule by name."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from asknext.errors import InputError, UnknownName
from asknext.stopping.budget import Budget
from asknext.stopping.cmh import CMH
from asknext.stopping.contradiction_ratio import ContradictionRatio
from asknext.stopping.knee import Knee
from asknext.stopping.pool_exhausted import PoolExhaustedRule
from asknext.stopping.qbcb import QBCB
from asknext.stopping.quant import Quant
from asknext.stopping.review_budget import ReviewBudget
from asknext.stopping.rule import Rule
from asknext.stopping.stabilising_predictions import StabilisingPredictions
from asknext.stopping.target import Target
from asknext.stopping.target_metric import TargetMetric

__all__ = ["build_rule", "rules"]

_ABOUT_THE_MODEL = (Budget, ContradictionRatio, PoolExhaustedRule, StabilisingPredictions, TargetMetric)
_OF_SCREENING = (CMH, Knee, QBCB, Quant, ReviewBudget, Target)
_RULES: dict[str, type] = {each.name: each for each in (*_ABOUT_THE_MODEL, *_OF_SCREENING)}


def rules() -> dict[str, dict[str, Any]]:
    """Name -> parameters with their defaults, source, and what the rule says in one line; sorted by name."""
    return {
        name: {
            "parameters": {key: each.default for key, each in inspect.signature(made).parameters.items()},
            "source": made.source,  # type: ignore[attr-defined]
            "summary": (made.__doc__ or "").split("\n\n")[0].strip(),
        }
        for name, made in sorted(_RULES.items())
    }


def build_rule(spec: str | Mapping[str, Any] | Rule) -> Rule:
    """A rule from its name, a mapping such as ``{"name": "budget", "labels": 500}``, or a rule itself.

    Raises
    ------
    UnknownName : no such rule or parameter.  InputError : neither of the three, or a parameter's value is wrong.
    """
    if isinstance(spec, str):
        spec = {"name": spec}
    if isinstance(spec, Mapping):
        return _from_mapping(dict(spec))
    if isinstance(spec, Rule):
        return spec
    raise InputError(
        f"A stopping rule is a name, a mapping with a name, or an object with check(history); found {spec!r}."
    )


def _from_mapping(spec: dict[str, Any]) -> Rule:
    name = spec.pop("name", None)
    if name not in _RULES:
        raise UnknownName("stopping rule", name, _RULES)
    known = list(inspect.signature(_RULES[name]).parameters)
    for key in spec:
        if key not in known:
            raise UnknownName(f"parameter of stopping rule {name!r}", key, known)
    try:
        rule: Rule = _RULES[name](**spec)
    except TypeError as error:
        raise InputError(f"Stopping rule {name!r} cannot use {spec}: {error}.") from error
    return rule
