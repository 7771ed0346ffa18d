"""How many items each round of a cell asks."""

from __future__ import annotations

from typing import Any

from asknext.lab.initial_sets import initial_size
from asknext.lab.schedules import Schedule, build_schedule
from asknext.lab.study.part import Part

__all__ = ["batch_sizes", "schedule_of"]


def batch_sizes(part: Part, initial: Any, pool: int) -> list[int]:
    """Items asked in each round, that of the initial set first: with nothing said of it, like the first batch.

    Parameters
    ----------
    part : the schedule.  initial : as `initial_spec` takes it, or None.  pool : items of the pool.
    """
    schedule = schedule_of(part)
    first = initial_size(initial) if initial is not None else (schedule.sizes(pool, 0) or [pool])[0]
    return [first, *schedule.sizes(pool, first)]


def schedule_of(part: Part) -> Schedule:
    """The schedule without the initial set that may stand beside it."""
    return build_schedule({key: value for key, value in part.spec.items() if key != "initial"})
