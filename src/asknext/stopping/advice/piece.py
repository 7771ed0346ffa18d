"""`Piece`: one sentence of advice with its number, its bound and the picture behind it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any

__all__ = ["ACT", "EARLY", "FINE", "NOT_HERE", "Line", "Picture", "Piece"]

ACT, FINE, EARLY, NOT_HERE = "act", "fine", "early", "not_applicable"
_MOST = 60


@dataclass(frozen=True)
class Line:
    """One curve of a picture: ``x`` and ``y`` (None where unknown), and its 95 % band where there is one."""

    name: str
    x: tuple[float, ...]
    y: tuple[float | None, ...]
    low: tuple[float | None, ...] | None = None
    high: tuple[float | None, ...] | None = None


@dataclass(frozen=True)
class Picture:
    """Curves over one axis; ``bound`` is drawn across, ``unit`` is "share" (shown in %) or "number"."""

    title: str
    x_label: str
    y_label: str
    lines: tuple[Line, ...]
    bound: float | None = None
    unit: str = "share"


@dataclass(frozen=True)
class Piece:
    """What the advisor says about one question.

    Attributes
    ----------
    name : independent_set, exploration, contradiction or agreement.
    verdict : "act", "fine", "early" (too early to tell) or "not_applicable".
    sentence : what to do and why, with the number; one sentence.
    next_step : how to follow it, a command or a setting; empty where there is nothing to do.
    value, low, high : the number and its 95 % interval.  bound : what it is held against.
    rounds_missing : how many more rounds are needed, where it is too early.
    """

    name: str
    verdict: str
    sentence: str
    next_step: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    bound: float | None = None
    rounds_missing: int | None = None
    picture: Picture | None = None

    def as_dict(self) -> dict[str, Any]:
        """JSON values; curves of more than 60 points are thinned, the newest point always stays."""
        plain = {name: _plain(value) for name, value in asdict(self).items() if name != "picture"}
        return {**plain, "picture": None if self.picture is None else _drawn(self.picture)}


def _drawn(picture: Picture) -> dict[str, Any]:
    plain = asdict(picture)
    lines = [{name: _column(value) for name, value in line.items()} for line in plain["lines"]]
    return {**plain, "bound": _plain(picture.bound), "lines": lines}


def _column(value: Any) -> Any:
    if not isinstance(value, tuple | list):
        return value
    step = -(-len(value) // _MOST) or 1
    return [_plain(each) for each in value[::-1][::step][::-1]]


def _plain(value: Any) -> Any:
    if not isinstance(value, float):
        return value
    return float(f"{value:.5g}") if isfinite(value) else None
