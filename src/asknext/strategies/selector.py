"""`Selector`: what all strategies share, so that a member only says how it chooses."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from typing import Any, ClassVar

import numpy as np

from asknext.errors import InputError, PoolExhausted
from asknext.pool.task import MULTI_LABEL, REGRESSION, SINGLE_LABEL
from asknext.pool.view import PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.memory import refuse_too_little_memory
from asknext.strategies.reasons import Reasons
from asknext.strategies.single_threaded import single_threaded

__all__ = ["MULTI_LABEL", "REGRESSION", "SINGLE_LABEL", "Selector"]

_WITHOUT_CLASSES = frozenset({"embeddings", "columns", "predictions"})
_INSTEAD = {  # how the labels are, and what serves them
    SINGLE_LABEL: ("each item has exactly one label here", "margin, entropy or least_confidence"),
    MULTI_LABEL: ("several may hold here", "mean_entropy, max_entropy, min_confidence, avg_confidence or mmc"),
    REGRESSION: ("labels are numbers here", "improved_greedy_sampling, greedy_sampling_x or committee_std"),
}


@dataclass(frozen=True)
class Selector(ABC):
    """A strategy whose inputs are checked here; a member writes `choose`.

    ``name`` is how it is asked for; ``time`` and ``memory`` say how its cost grows; ``source`` says who described it.
    Fields of the dataclass are its parameters (see `asknext.strategies.parameter`).
    """

    name: ClassVar[str] = ""
    time: ClassVar[str] = "?"
    memory: ClassVar[str] = "?"
    source: ClassVar[str] = "-"

    def __post_init__(self) -> None:
        for field in fields(self):
            if check := field.metadata.get("check"):
                where = f"Parameter {field.name!r} of strategy {self.name!r}"
                object.__setattr__(self, field.name, check(getattr(self, field.name), where))

    @property
    def needs(self) -> frozenset[str]:
        """The inputs of `PoolView` that must be present."""
        return frozenset()

    def needs_for(self, task: str) -> frozenset[str]:
        """The inputs that must be present for one kind of labelling, where they depend on it."""
        return self.needs

    @property
    def tasks(self) -> frozenset[str]:
        """The kinds of labelling this serves; by default all, without what tells classes only classification."""
        classification = frozenset({SINGLE_LABEL, MULTI_LABEL})
        return classification | {REGRESSION} if self.needs <= _WITHOUT_CLASSES else classification

    @abstractmethod
    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        """``n`` of the unlabelled rows; the inputs are there and 1 <= n <= len(view.unlabelled)."""

    def select(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        """The ``n`` unlabelled rows most worth asking about.

        Raises `MissingInput` for an input that was not given, `PoolExhausted` for more rows than are left,
        `InputError` for n < 1, values that cannot be used, or more memory than ``view.resources`` allow.
        """
        self.check(view)
        count = _count(n, view)
        refuse_too_little_memory(self, view, count)
        with single_threaded:
            return self.choose(view, count, rng)

    def rank(self, view: PoolView, rng: np.random.Generator, head: int = 1000) -> Batch:
        """Every unlabelled row, best first: ``head`` rows as one batch, the rest in random order, scored NaN."""
        first = self.select(view, min(head, len(view.unlabelled)), rng)
        rest = rng.permutation(np.setdiff1d(view.unlabelled, first.indices))
        return followed_by(first, rest, np.full(len(rest), np.nan))

    def describe(self) -> dict[str, Any]:
        """The name and every parameter; `asknext.strategies.build` makes the same strategy of it."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {"name": self.name} | {key: _described(value) for key, value in values.items()}

    def check(self, view: PoolView) -> None:
        """Raise the clear error for an input that is absent or of the wrong kind of task."""
        for name in sorted(self.needs_for(view.task)):
            if not view.has(name):
                view.need(name, self.name)
        self.check_task(view)

    def check_task(self, view: PoolView) -> None:
        """Raise the clear error where this is for another kind of task."""
        if view.task not in self.tasks:
            found, instead = _INSTEAD[view.task]
            raise InputError(
                f"Strategy {self.name!r} is for {_spoken(self.tasks)}, but {found}: use {instead} instead, "
                f"or say with task= that this is another kind of labelling."
            )


def followed_by(first: Batch, rows: Any, scores: Any) -> Batch:
    """``first`` and then more rows, without a reason of their own."""
    reasons = Reasons(
        len(first) + len(rows),
        lambda i: first.reasons[i] if i < len(first) else "Comes after everything more worth asking.",
    )
    return Batch(
        np.concatenate([first.indices, rows]),
        np.concatenate([first.scores, scores]),
        reasons,
        _extended(first.annotators, len(rows)),
        _extended(first.targets, len(rows)),
    )


def _extended(values: Any, further: int) -> Any:
    return None if values is None else np.concatenate([values, np.full((further, *values.shape[1:]), -1)])


def _count(n: Any, view: PoolView) -> int:
    left = len(view.unlabelled)
    if isinstance(n, bool) or not isinstance(n, int | np.integer):
        raise InputError(f"n is {n!r}, but must be a whole number of items.")
    if n < 1:
        raise InputError(f"n is {n}, but at least 1 item must be asked for.")
    if n > left:
        raise PoolExhausted(
            f"{n} items were asked for, but only {left} of {view.n} are unlabelled: "
            f"ask for at most {left}, or pass allow_fewer=True to get all that are left."
        )
    return int(n)


def _described(value: Any) -> Any:
    return value.describe() if hasattr(value, "describe") else value


def _spoken(tasks: frozenset[str]) -> str:
    return " or ".join(task.replace("_", "-") for task in sorted(tasks)) + " tasks"
