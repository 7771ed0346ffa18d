"""asknext: every registered strategy, asked through `asknext.select`."""

from __future__ import annotations

from typing import Any

import numpy as np
from tests.conformance.adapter import Answer, Library
from tests.conformance.definition import Case

import asknext
from asknext.errors import AsknextError
from asknext.strategies import build

__all__ = ["adapter"]

_EXTRA = ("columns", "annotations", "sequences", "predictions", "detections")


def adapter() -> Library:
    """Every registered strategy."""
    answers = {name: _answer(name) for name in asknext.strategies()}
    return Library("asknext", asknext.__version__, answers, "asknext", refusals=(AsknextError,), seeds=300)


def _answer(name: str) -> Answer:
    def select(case: Case, n: int, seed: int, **parameters: Any) -> Any:
        inputs = _inputs(name, parameters, case) | {"task": case.extra.get("task")}
        return asknext.select({"name": name, **parameters}, n, seed=seed, **inputs).indices

    def scores(case: Case, **parameters: Any) -> Any:
        inputs = _inputs(name, parameters, case)
        strategy = build({"name": name, **parameters})
        return strategy.score(asknext.PoolView(len(case.embeddings), task=case.extra.get("task"), **inputs))

    scored = hasattr(type(build(name)), "score")
    return Answer(select, scores if scored else None)


def _inputs(name: str, parameters: dict[str, Any], case: Case) -> dict[str, Any]:
    """What the strategy needs of a case; predictions would make any task a regression, so only those who need them."""
    needs = build({"name": name, **parameters}).needs
    given = {key: case.extra[key] for key in _EXTRA if key in case.extra and (key in needs or key == "columns")}
    for key in ("probabilities", "embeddings", "committee"):
        if key in needs or (key != "committee" and case.extra.get("task") != "regression"):
            given[key] = getattr(case, key)
    return given | {"labels": case.labels, "labelled": np.array(case.labelled)}
