"""A parameter that holds one number for all annotators, or one for each."""

from __future__ import annotations

from dataclasses import field
from typing import Any

import numpy as np

from asknext.errors import InputError
from asknext.strategies.inputs import Float64
from asknext.strategies.parameter import number

__all__ = ["for_each", "per_annotator"]


def per_annotator(help: str, *, low: float, integer: bool = False) -> Any:
    """A number of at least ``low``, a list of such numbers, or None (the default)."""
    one = number(low, help, low=low, integer=integer).metadata["check"]

    def check(value: Any, where: str) -> Any:
        if value is None:
            return None
        return tuple(one(each, where) for each in value) if isinstance(value, list | tuple) else one(value, where)

    return field(default=None, metadata={"check": check, "help": help})


def for_each(value: Any, width: int, otherwise: float, where: str) -> Float64:
    """(width,) the number of each annotator; ``otherwise`` where ``value`` is None."""
    if isinstance(value, tuple) and len(value) != width:
        raise InputError(
            f"{where} has {len(value)} numbers, but annotations has {width} annotators: give one for each."
        )
    return np.broadcast_to(np.asarray(otherwise if value is None else value, dtype=np.float64), (width,)).copy()
