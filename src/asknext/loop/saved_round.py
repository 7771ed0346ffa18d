"""A finished `Round` as JSON values, its predictions aside, and back with every value checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.loop.saved_look import look_in, look_out
from asknext.stopping.history import Round

__all__ = ["round_in", "round_out"]

_COUNTS = ("classes", "support_vectors")
_NUMBERS = (
    "stop_confidence", "total_variation", "divergence", "posterior_divergence", "pool_entropy", "pool_most_entropy",
    "pool_doubt", "pool_f", "pool_changed", "cut_disagreement",
)  # fmt: skip
_ARRAYS = ("batch_entropy", "batch_confidence", "batch_right", "batch_right_first")


def round_out(finished: Round) -> dict[str, Any]:
    """Names and numbers; ``said`` holds what the model said of the pool and the batch, as far as it is known."""
    known = {name: getattr(finished, name) for name in (*_COUNTS, *_NUMBERS, *_ARRAYS)}
    said = {name: value.tolist() if name in _ARRAYS else value for name, value in known.items() if value is not None}
    return {
        "labels": finished.labels,
        "scores": dict(finished.scores),
        "intervals": {name: list(pair) for name, pair in finished.intervals.items()},
        "seconds": finished.seconds,
        "cost": finished.cost,
        "remaining": finished.remaining,
        "predicted": finished.predictions is not None,
        "train_scores": dict(finished.train_scores),
        "said": said,
        "look": look_out(finished.look),
    }


def round_in(plain: Any, predictions: npt.NDArray[Any] | None) -> Round:
    """The round that `round_out` wrote, by this release or an earlier one; raises `ValueError` where it is none."""
    try:
        return Round(
            labels=_count("labels", plain["labels"]),
            scores=_numbers("scores", plain["scores"]),
            intervals={
                name: (_number(name, low), _number(name, high)) for name, (low, high) in plain["intervals"].items()
            },
            predictions=predictions,
            seconds=_number("seconds", plain["seconds"]),
            cost=_number("cost", plain["cost"]),
            remaining=None if plain["remaining"] is None else _count("remaining", plain["remaining"]),
            train_scores=_numbers("train_scores", plain.get("train_scores", {})),
            look=look_in(plain.get("look")),
            **_said_in(plain.get("said", {})),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a round cannot be read: {error!r}") from error


def _said_in(plain: Mapping[str, Any]) -> dict[str, Any]:
    unknown = plain.keys() - {*_COUNTS, *_NUMBERS, *_ARRAYS}
    if unknown:
        raise ValueError(f"said: there is no {sorted(unknown)[0]!r} in a round")
    return {name: _value(name, value) for name, value in plain.items()}


def _value(name: str, value: Any) -> Any:
    if name in _COUNTS:
        return _count(name, value)
    if name in _NUMBERS:
        return _number(name, value)
    if not isinstance(value, list):
        raise ValueError(f"{name}: expected a list of numbers, found {type(value).__name__}")
    return np.array([_number(name, each) for each in value], dtype=np.float64)


def _numbers(name: str, plain: Any) -> dict[str, float]:
    if not isinstance(plain, dict):
        raise ValueError(f"{name}: expected a mapping, found {type(plain).__name__}")
    return {key: _number(key, value) for key, value in plain.items()}


def _count(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{name}: expected a whole number, found {value!r}")
    return value


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name}: expected a number, found {value!r}")
    return float(value)
