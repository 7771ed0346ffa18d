"""`Measured`: what the agreement of a task comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.labelling.quality.section import Table
from asknext.quality.agreement.answer_pairs import AnswerPairs
from asknext.quality.agreement.interval import Estimated

__all__ = ["Coefficient", "Measured", "rounded"]


@dataclass(frozen=True)
class Coefficient:
    """A number on agreement: ``name`` for programs, ``title`` for people."""

    name: str
    title: str
    found: Estimated


@dataclass(frozen=True, eq=False)
class Measured:
    """Agreement on ``rows`` (r,) int64 of the items studied.

    Attributes
    ----------
    coefficients : the first is the one that is judged: from ``good`` upwards it is fine, below ``poor`` it is not.
    pairs : of the r items; their values are agreement from 0 to 1 where ``agrees``, else differences in ``unit``.
    items, who, said : (w,) of every answer the place in ``rows``, the annotator, and what they said in a few words.
    tables : by class. looked : what was looked at, and what was not. source : where the measures come from.
    """

    rows: npt.NDArray[np.int64]
    coefficients: tuple[Coefficient, ...]
    good: float
    poor: float
    pairs: AnswerPairs
    agrees: bool
    unit: str
    items: npt.NDArray[np.int64]
    who: npt.NDArray[np.int64]
    said: Sequence[str]
    tables: tuple[Table, ...]
    looked: str
    source: str

    def words(self, annotators: Sequence[str]) -> list[str]:
        """(r,) what everybody said of each item, on a line."""
        found: list[list[str]] = [[] for _ in self.rows]
        for item, who, said in zip(self.items, self.who, self.said, strict=True):
            found[item].append(f"{annotators[who]}: {said}")
        return ["; ".join(each) for each in found]


def rounded(value: float, digits: int = 4) -> float | None:
    """A number as JSON knows it: None where it is not defined."""
    return None if np.isnan(value) else round(float(value), digits)
