"""A `BatchLook` as JSON values, and back with every value checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from asknext.stopping.batch_look import BatchLook

__all__ = ["look_in", "look_out"]

_COUNTS = frozenset({"batch", "sample", "judged", "random_judged"})
_SHARES = frozenset({"explored", "random", "random_sd", "kmeans"})


def look_out(look: BatchLook | None) -> dict[str, Any] | None:
    """Names and numbers."""
    return None if look is None else asdict(look)


def look_in(plain: Any) -> BatchLook | None:
    """The look that `look_out` wrote; raises `ValueError` where it is none."""
    if plain is None:
        return None
    names = {each.name for each in fields(BatchLook)}
    if not isinstance(plain, Mapping) or not plain.keys() <= names or "batch" not in plain:
        raise ValueError(f"look: expected a mapping with some of {', '.join(sorted(names))}, found {plain!r:.80}")
    return BatchLook(**{name: _number(name, value) for name, value in plain.items()})


def _number(name: str, value: Any) -> Any:
    if value is None and name in _SHARES:
        return None
    if isinstance(value, bool) or not isinstance(value, int if name in _COUNTS else int | float) or not value >= 0:
        raise ValueError(f"look: {name} is {value!r}; expected a number of at least 0")
    return value if name in _COUNTS else float(value)
