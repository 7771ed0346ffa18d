"""What a stream strategy remembers: a mapping of plain values and small arrays, never changed in place."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from asknext.errors import DataError

__all__ = ["State", "state_from_json", "state_to_json"]

State = dict[str, Any]

_ARRAY = "array"


def state_to_json(state: State) -> str:
    """A text that `state_from_json` reads back to the same state, bit for bit."""
    return json.dumps(state, default=_plain, allow_nan=False)


def state_from_json(text: str) -> State:
    """The state written by `state_to_json`; raises `DataError` for anything else."""
    try:
        state = json.loads(text, object_hook=_array)
    except (TypeError, ValueError, RecursionError) as error:
        raise DataError(f"the state of a stream cannot be read: {error}") from error
    if not isinstance(state, dict):
        raise DataError(f"the state of a stream is a mapping; found {type(state).__name__}")
    return state


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return {_ARRAY: value.tolist(), "shape": list(value.shape)}
    return value.item()


def _array(value: dict[str, Any]) -> Any:
    if set(value) != {_ARRAY, "shape"}:
        return value
    return np.asarray(value[_ARRAY], dtype=np.float64).reshape(value["shape"])
