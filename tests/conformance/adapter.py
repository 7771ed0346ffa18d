"""What a library must say about itself to be checked: how each of its strategies is asked for a batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from tests.conformance.definition import Case, Definition

__all__ = ["Answer", "Library", "Select"]


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
    notes : what a person who looked into a disagreement found, by the start of the verdict it explains.
    """

    select: Select
    scores: Callable[..., npt.ArrayLike] | None = None
    ordered: bool = True
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Library:
    """A library under test: ``answers`` by name of the strategy, or by ``"strategy: variant"`` for one reading."""

    name: str
    version: str
    answers: Mapping[str, Answer]
    refusals: tuple[type[Exception], ...] = ()
    seeds: int = 400

    def answer(self, definition: Definition) -> Answer | None:
        """What serves a definition: its own reading first, else the strategy."""
        own = f"{definition.strategy}: {definition.variant}" if definition.variant else definition.strategy
        return self.answers.get(own) or self.answers.get(definition.strategy)


def unlabelled_scores(case: Case, scores: Any) -> npt.NDArray[np.float64]:
    """``scores`` of all items, or of the unlabelled ones, as those of the unlabelled ones."""
    found = np.asarray(scores, dtype=np.float64)
    return found[case.unlabelled] if len(found) == len(case.embeddings) else found
