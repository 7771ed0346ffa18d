"""The advice as text: what to do first, each piece with the course of its number."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["advice_text"]

_TITLES = {
    "independent_set": "Test set",
    "exploration": "Exploration",
    "contradiction": "Settling",
    "agreement": "Difficulty",
}
_INDENT = " " * 14


def advice_text(pieces: Sequence[Mapping[str, Any]], folder: str) -> str:
    """One paragraph a piece, those to act on first; empty where there is none."""
    order = sorted(pieces, key=lambda each: each["verdict"] != "act")
    return "\n".join(_piece(each, folder) for each in order)


def _piece(piece: Mapping[str, Any], folder: str) -> str:
    import textwrap

    sign = "!" if piece["verdict"] == "act" else " "
    head = f"{sign} {_TITLES.get(piece['name'], piece['name']):<12}"
    lines = textwrap.wrap(piece["sentence"], 100, initial_indent=head, subsequent_indent=_INDENT)
    if piece["next_step"]:
        step = piece["next_step"].replace("FOLDER", folder)
        lines += textwrap.wrap(f"-> {step}", 100, initial_indent=_INDENT, subsequent_indent=_INDENT + "   ")
    return "\n".join([*lines, *_courses(piece["picture"])])


def _courses(picture: Mapping[str, Any] | None) -> list[str]:
    """A line of bars for each curve, all to one scale; a curve of one point says nothing as a course."""
    lines = [each for each in picture["lines"] if len(each["x"]) > 1] if picture else []
    if picture is None or not lines or picture["x_label"] != "labels":
        return []
    top = max((value for line in lines for value in line["y"] if value is not None), default=0.0)
    return [f"{_INDENT}{_course(line, top)}" for line in lines]


def _course(line: Mapping[str, Any], top: float) -> str:
    from asknext.cli.sparkline import BARS, PLAIN, sparkline

    bars = BARS if _can_say(BARS) else PLAIN
    drawn = sparkline(line["y"], top=top, bars=bars)
    last = next((value for value in reversed(line["y"]) if value is not None), None)
    said = "" if last is None else f"{last:.1%}"
    return f"{drawn:<24} {said:>6}  {line['name']} ({line['x'][0]:,.0f} to {line['x'][-1]:,.0f} labels)"


def _can_say(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
