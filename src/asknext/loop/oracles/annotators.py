"""`AnnotatorsOracle`: several people with skills, prices and speeds of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.loop.oracles.mistake import check_rate, mistaken
from asknext.loop.oracles.oracle import Reply, RowByRow

__all__ = ["Annotator", "AnnotatorsOracle"]

_WHO, _SAYS = 1, 2


@dataclass(frozen=True)
class Annotator:
    """One who answers.

    Attributes
    ----------
    name : shown and recorded.
    skill : chance of the true answer, the same for every class, or one a class in their order.
    cost, seconds : of one answer.
    share : how often this one is asked, in proportion to the shares of all.
    """

    name: str
    skill: float | tuple[float, ...] = 1.0
    cost: float = 0.0
    seconds: float = 0.0
    share: float = 1.0


class AnnotatorsOracle(RowByRow):
    """Each row goes to ``votes`` annotators, drawn by their shares; the commonest answer counts, of two the earlier.

    Who is drawn for a row, and what each annotator says of it, depends on the seed, the row and the annotator alone.
    Who answered, and what each said, stands in ``log``.

    Parameters
    ----------
    labels : one true label a row.  classes : at least two.
    annotators : with distinct names.  votes : how many answer each row, at most as many as there are.
    """

    def __init__(
        self,
        labels: Sequence[Any],
        classes: Sequence[Any],
        annotators: Sequence[Annotator],
        votes: int = 1,
        seed: int = 0,
    ) -> None:
        super().__init__()
        _check(annotators, votes, len(classes))
        self._labels, self._classes, self._votes, self._seed = labels, list(classes), votes, seed
        self.annotators = tuple(annotators)
        shares = np.array([each.share for each in annotators], dtype=np.float64)
        self._shares = shares / shares.sum()

    def reply(self, row: int, guess: npt.NDArray[np.float64] | None = None) -> Reply:
        """The answer of one annotator, or the commonest of several."""
        rng = np.random.default_rng([self._seed, row, _WHO])
        drawn = rng.choice(len(self.annotators), self._votes, replace=False, p=self._shares).tolist()
        asked = [self.annotators[place] for place in drawn]
        votes = [self._said(row, place) for place in drawn]
        return Reply(
            row, _commonest(votes), tuple(each.name for each in asked), tuple(votes),
            sum(each.cost for each in asked), sum(each.seconds for each in asked),
        )  # fmt: skip

    def _said(self, row: int, place: int) -> Any:
        true, skill = self._labels[row], self.annotators[place].skill
        chance = skill[self._classes.index(true)] if isinstance(skill, tuple) else skill
        return mistaken(true, self._classes, 1 - chance, np.random.default_rng([self._seed, row, _SAYS, place]))


def _commonest(votes: list[Any]) -> Any:
    return Counter(votes).most_common(1)[0][0]


def _check(annotators: Sequence[Annotator], votes: int, classes: int) -> None:
    names = [each.name for each in annotators]
    if not names or len(set(names)) != len(names):
        raise InputError(f"Annotators need distinct names, and there must be one at least; found {names}.")
    able = sum(each.share > 0 for each in annotators)
    if not 1 <= votes <= able:
        raise InputError(f"votes is {votes}, but must be from 1 to {able}, the annotators with a share above 0.")
    for each in annotators:
        skills = each.skill if isinstance(each.skill, tuple) else (each.skill,)
        for skill in skills:
            check_rate(skill, f"The skill of {each.name!r}")
        if isinstance(each.skill, tuple) and len(each.skill) != classes:
            raise InputError(f"The skill of {each.name!r} has {len(each.skill)} numbers for {classes} classes.")
        if min(each.cost, each.seconds, each.share) < 0:
            raise InputError(f"cost, seconds and share of {each.name!r} have to be at least 0.")
