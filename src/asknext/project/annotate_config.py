"""Tasks whose answers are annotations (shapes, spans, regions, one of a pair, numbers), and what they allow."""

from __future__ import annotations

import math
from dataclasses import dataclass

from asknext.errors import UnknownName
from asknext.pool.task import MULTI_LABEL, REGRESSION
from asknext.project.setting import require

__all__ = ["ANNOTATED", "CLASSED", "LEARNED", "NUMBERS", "SHAPES", "WHOLE", "AnnotateConfig"]

CLASSED = ("objects", "regions", "spans")
"""Tasks whose annotations have classes; there may be any number of them on an item."""
WHOLE = ("number", "ordinal", "pairwise")
"""Tasks with one answer on an item as a whole, and no classes."""
ANNOTATED = (*CLASSED, *WHOLE)
NUMBERS = ("number", "ordinal")
"""Tasks whose answers are learned as numbers; of a level that is its rank, 1 for the lowest."""
LEARNED = dict.fromkeys(ANNOTATED, MULTI_LABEL) | dict.fromkeys(NUMBERS, REGRESSION)
"""What the round of training learns: which classes occur, or the number; of pairs nothing."""
SHAPES = ("box", "keypoints", "mask", "oriented_box", "polygon")
_SINGULAR = {f"{each}s": each for each in SHAPES if not each.endswith("s")} | {"boxes": "box", "keypoint": "keypoints"}
_SINGULAR |= {"oriented_boxes": "oriented_box", "oriented-box": "oriented_box"}
PAIR_OF = ("image", "text")
MOST_NAMES = 1_000


@dataclass(frozen=True)
class AnnotateConfig:
    """What annotations may be.

    Attributes
    ----------
    shapes : of objects. relations : names of relations between spans. levels : names of ranks, the lowest first.
    least, most, step, unit : of numbers; None is no limit. tie : whether neither of a pair may be preferred.
    pair_of : whether pairs are of ``text`` or of ``image``.

    Raises
    ------
    DataError : a value cannot be used. UnknownName : a shape is none.
    """

    shapes: tuple[str, ...] = ("box",)
    relations: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    step: float | None = None
    unit: str | None = None
    levels: tuple[str, ...] = ()
    tie: bool = True
    pair_of: str = "text"

    def __post_init__(self) -> None:
        named = tuple(_SINGULAR.get(each, each) for each in self.shapes)
        object.__setattr__(self, "shapes", tuple(dict.fromkeys(named)))
        for each in self.shapes:
            if each not in SHAPES:
                raise UnknownName("shape", each, SHAPES)
        require(bool(self.shapes), "annotate: shapes", self.shapes, f"one or more of {', '.join(SHAPES)}")
        if self.pair_of not in PAIR_OF:
            raise UnknownName("pair_of", self.pair_of, PAIR_OF)
        for key in ("relations", "levels"):
            object.__setattr__(self, key, _names(key, getattr(self, key)))
        self._check_numbers()

    def _check_numbers(self) -> None:
        for key in ("least", "most", "step"):
            found = getattr(self, key)
            require(found is None or math.isfinite(found), f"annotate: {key}", found, "a finite number")
        if self.least is not None and self.most is not None:
            require(self.least < self.most, "annotate: least", self.least, f"less than most, {self.most:g}")
        require(self.step is None or self.step > 0, "annotate: step", self.step, "more than 0")

    def check(self, task: str) -> None:
        """Refuse a task that lacks what it needs. Raises DataError."""
        if task == "ordinal":
            require(len(self.levels) >= 2, "annotate: levels", list(self.levels), "two names or more, the lowest first")


def _names(key: str, given: tuple[str, ...]) -> tuple[str, ...]:
    named = tuple(str(each).strip() for each in given)
    right = all(named) and len(set(named)) == len(named) <= MOST_NAMES
    require(right, f"annotate: {key}", list(given), f"at most {MOST_NAMES:,} names that differ from each other")
    return named
