"""A parameter that holds what mistakes cost."""

from __future__ import annotations

from dataclasses import field
from typing import Any

import numpy as np

from asknext.errors import InputError

__all__ = ["Costs", "costs"]

Costs = tuple[tuple[float, ...], ...]


def costs(help: str) -> Any:
    """A square table of finite numbers, at least 0: row = true class, column = predicted class; None by default."""

    def check(value: Any, where: str) -> Costs | None:
        if value is None:
            return None
        return _checked(value, where)

    return field(default=None, metadata={"check": check, "help": help})


def _checked(value: Any, where: str) -> Costs:
    wanted = "a square table of finite costs of at least 0, one row for each true class, one column for each guess"
    try:
        table = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"{where} is {value!r}, but must be {wanted}.") from error
    if table.ndim != 2 or table.shape[0] != table.shape[1] or table.size == 0:
        raise InputError(f"{where} has shape {table.shape}, but must be {wanted}.")
    if not np.isfinite(table).all() or table.min() < 0:
        wrong = table.ravel()[np.argmin(np.isfinite(table) & (table >= 0))]
        raise InputError(f"{where} holds {wrong}, but must be {wanted}.")
    return tuple(tuple(map(float, row)) for row in table)
