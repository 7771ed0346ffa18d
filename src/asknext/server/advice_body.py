"""What the advice looks like in an answer, for the OpenAPI document."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

__all__ = ["AdviceAnswer"]


class _Line(BaseModel):
    """One curve; None where a value is not known."""

    name: str
    x: list[float]
    y: list[float | None]
    low: list[float | None] | None = None
    high: list[float | None] | None = None


class _Picture(BaseModel):
    """Curves over one axis; ``unit`` says whether values are shares of 1 or plain numbers."""

    title: str
    x_label: str
    y_label: str
    lines: list[_Line]
    bound: float | None = None
    unit: Literal["share", "number"]


class _Piece(BaseModel):
    """One piece of advice: a sentence, how to follow it, its number with 95 % interval and bound, its picture."""

    name: Literal["independent_set", "exploration", "contradiction", "agreement"]
    verdict: Literal["act", "fine", "early", "not_applicable"]
    sentence: str
    next_step: str
    value: float | None
    low: float | None
    high: float | None
    bound: float | None
    rounds_missing: int | None
    picture: _Picture | None


class _RuleSays(BaseModel):
    """What one stopping rule says."""

    rule: str
    stop: bool | None
    sentence: str
    value: float | None
    bound: float | None


class AdviceAnswer(BaseModel):
    """Whether to stop, what each rule says, and what the advisor says beside."""

    stop: bool | None
    sentence: str
    rules: list[_RuleSays]
    pieces: list[_Piece]
