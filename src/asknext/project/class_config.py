"""`ClassConfig`: a class as the settings give it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from asknext.project.setting import require

__all__ = ["ClassConfig"]


@dataclass(frozen=True)
class ClassConfig:
    """A class as first given; its id is made once and lives in the database.

    keypoints : names of its points. skeleton : pairs of points that are joined, counted from 0.
    """

    name: str
    key: str | None = None
    description: str | None = None
    keypoints: tuple[str, ...] = ()
    skeleton: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        require(bool(self.name.strip()), "name", self.name, "a name that is not empty")
        require(self.key is None or len(self.key) == 1, "key", self.key, "one character")
        object.__setattr__(self, "keypoints", _points(self.keypoints))
        object.__setattr__(self, "skeleton", _bones(self.skeleton, len(self.keypoints)))


def _points(given: Any) -> tuple[str, ...]:
    right = isinstance(given, list | tuple) and all(isinstance(each, str) and each.strip() for each in given)
    require(right and len(set(given)) == len(given) <= 1_000, "keypoints", given, "names of points, each once")
    return tuple(given)


def _bones(given: Any, points: int) -> tuple[tuple[int, int], ...]:
    found = given if isinstance(given, list | tuple) else ()
    pairs = [tuple(each) if isinstance(each, list | tuple) else () for each in found]
    right = all(len(each) == 2 and all(isinstance(at, int) and 0 <= at < points for at in each) for each in pairs)
    require(right and found is given, "skeleton", given, f"pairs of points, counted from 0 to {points - 1}")
    return tuple((each[0], each[1]) for each in pairs)
