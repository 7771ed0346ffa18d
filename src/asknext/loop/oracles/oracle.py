"""What the loop asks of an oracle, and one reply of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from asknext.errors import MissingInput

__all__ = ["Oracle", "Reply", "RowByRow"]

Floats = npt.NDArray[np.float64]


class Oracle(Protocol):
    """Answers for rows of a pool; the loop cannot tell it from a person."""

    @property
    def answered(self) -> int:
        """How many labels it has given."""
        ...

    def answer(self, rows: npt.NDArray[np.int64]) -> list[Any]:
        """One label a row, None where it has none."""
        ...


@dataclass(frozen=True)
class Reply:
    """What came back for one row.

    Attributes
    ----------
    row : of the pool.  answer : a label, or None = abstained.
    annotators : who answered, in order.  votes : what each of them said.
    cost, seconds : of all of them together.  set_aside : whether an item without an answer is not to be asked again.
    """

    row: int
    answer: Any
    annotators: tuple[str, ...] = ()
    votes: tuple[Any, ...] = ()
    cost: float = 0.0
    seconds: float = 0.0
    set_aside: bool = False


class RowByRow:
    """An oracle whose reply for a row does not depend on what else is asked, or when.

    A subclass says in `reply` what it answers for one row. Whatever chance there is comes from the seed and the row.

    Attributes
    ----------
    needs_model : whether `answer` has to be given the probabilities of the model for the rows asked.
    log : the replies so far, in the order given.
    """

    needs_model = False

    def __init__(self) -> None:
        self.log: list[Reply] = []

    @property
    def answered(self) -> int:
        """How many labels it has given."""
        return sum(reply.answer is not None for reply in self.log)

    @property
    def spent(self) -> float:
        """Cost of all replies so far, those without an answer among them."""
        return sum(reply.cost for reply in self.log)

    @property
    def seconds(self) -> float:
        """Time that all replies so far would have taken."""
        return sum(reply.seconds for reply in self.log)

    def answer(self, rows: npt.NDArray[np.int64], probabilities: Floats | None = None) -> list[Any]:
        """One label a row, None where it abstains.

        Parameters
        ----------
        rows : (b,) rows of the pool.
        probabilities : (b, C) what the model says of them, where `needs_model`.

        Raises
        ------
        MissingInput : the model's probabilities are needed and were not given.
        """
        if self.needs_model and probabilities is None:
            raise MissingInput(f"{type(self).__name__} needs the model's probabilities of the rows that are asked.")
        guesses: Sequence[Any] = [None] * len(rows) if probabilities is None else list(probabilities)
        replies = [self.reply(row, guess) for row, guess in zip(rows.tolist(), guesses, strict=True)]
        self.log += replies
        return [reply.answer for reply in replies]

    def reply(self, row: int, guess: Floats | None = None) -> Reply:
        """What it says of one row; nothing is logged."""
        raise NotImplementedError
