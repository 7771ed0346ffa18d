"""What a library must say about itself to be checked: how each of its strategies is asked for a batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from inspect import signature
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from tests.conformance.definition import Case, Definition

__all__ = ["Answer", "Library", "Select", "parameters_of", "unlabelled_scores"]


class Select(Protocol):
    """``(case, n, seed, **parameters) -> picks``; the parameters are those of the definition, mostly none."""

    def __call__(self, case: Case, n: int, seed: int, **parameters: Any) -> npt.ArrayLike: ...


@dataclass(frozen=True)
class Answer:
    """One strategy of a library.

    Attributes
    ----------
    select : gives the rows of a batch.
    scores : ``(case, **parameters) -> (u,)`` the library's own scores, where it shows them.
    ordered : whether the batch comes best first; False where it is a set to the library.
    parameters : names of the parameters it can be given; None = all. A definition with others is not for it.
    cases : names of the only pools it says it is for; empty = all.
    """

    select: Select
    scores: Callable[..., npt.ArrayLike] | None = None
    ordered: bool = True
    parameters: frozenset[str] | None = None
    cases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Library:
    """A library under test: ``answers`` by name of the strategy, or by ``"strategy: variant"`` for one reading.

    ``package`` is the folder its source is in, ``refusals`` the errors by which it refuses, ``seeds`` how often a
    draw is repeated. ``probes`` try for defects that are not a wrong choice: by the name of the test in
    `test_defects.py` that holds us to it, a function that says in a sentence what it saw, nothing where all is well.
    """

    name: str
    version: str
    answers: Mapping[str, Answer]
    package: str = ""
    refusals: tuple[type[Exception], ...] = ()
    seeds: int = 400
    probes: Mapping[str, Callable[[], str]] = field(default_factory=dict)

    def answer(self, definition: Definition) -> Answer | None:
        """What serves a definition: its own reading first, else the strategy."""
        own = f"{definition.strategy}: {definition.variant}" if definition.variant else definition.strategy
        found = self.answers.get(own) or self.answers.get(definition.strategy)
        takes = found is not None and (found.parameters is None or set(definition.parameters) <= found.parameters)
        return found if takes else None


def parameters_of(make: Callable[..., Any]) -> frozenset[str] | None:
    """The names of the parameters of ``make(case, ...)``; None where it takes any."""
    taken = list(signature(make).parameters.values())[1:]
    return None if any(one.kind is one.VAR_KEYWORD for one in taken) else frozenset(one.name for one in taken)


def unlabelled_scores(case: Case, scores: Any) -> npt.NDArray[np.float64]:
    """``scores`` of all items, or of the unlabelled ones, as those of the unlabelled ones."""
    found = np.asarray(scores, dtype=np.float64)
    return found[case.unlabelled] if len(found) == len(case.embeddings) else found
