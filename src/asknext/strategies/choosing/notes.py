"""How a strategy learns between rounds although it has no state: by notes that whoever asks keeps for it.

A strategy is a frozen description, so what it learns is kept by the loop. A note-taking strategy chooses with
`select_noting`: it is given its notes so far, oldest first, and gives a batch and the note to keep *if and when* any of
that batch is answered. The rules are few:

- A note is a mapping of JSON values. It says what was asked and with what chance, and what was learnt so far.
- Choosing changes nothing: until an answer is told, the same notes give the same batch, and a note that came with a
  batch nobody answered is dropped.
- The note of a batch is added to the list with the first answer to that batch. What the answers are worth is worked out
  at the next choice, from ``view.labels`` and the model's new ``view.probabilities``; so nothing is to be called when
  an answer comes.
- Taking an answer back takes its note back. Saving the notes (and the note of the batch that is out) saves everything.

Without notes such a strategy is as on its first round.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.batch import Batch, Strategy

__all__ = ["Note", "NoteTaking", "select_noting"]

Note = dict[str, Any]


@runtime_checkable
class NoteTaking(Protocol):
    """A strategy that learns between rounds."""

    def select_noting(
        self, view: PoolView, n: int, rng: np.random.Generator, notes: Sequence[Note]
    ) -> tuple[Batch, Note]:
        """``n`` rows to ask, and the note to keep once one of them is answered; ``notes`` are those kept so far."""
        ...


def select_noting(
    strategy: Strategy, view: PoolView, n: int, rng: np.random.Generator, notes: Sequence[Note]
) -> tuple[Batch, Note | None]:
    """A batch of any strategy, and its note: None from one that takes none.

    A wrapper with a method ``now(view)``, such as `ColdStart`, stands aside for the strategy it uses for this view.
    """
    while hasattr(strategy, "now"):
        strategy = strategy.now(view)
    if isinstance(strategy, NoteTaking):
        return strategy.select_noting(view, n, rng, notes)
    return strategy.select(view, n, rng), None
