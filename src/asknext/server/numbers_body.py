"""What the numbers of people and of the queue look like in an answer, for the OpenAPI document."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

__all__ = ["PeopleAnswer", "QueueAnswer"]


class _Numbers(BaseModel):
    """What was done; seconds are quartiles of a label, hours without pauses, cost None where no price is set."""

    labels: int
    skips: int
    reviews_made: int
    low_seconds: float | None
    median_seconds: float | None
    high_seconds: float | None
    hours: float
    pauses: int
    labels_per_hour: float | None
    accepted: int
    rejected: int
    corrected: int
    rejection_rate: float | None
    cost: float | None


class _Person(_Numbers):
    """One person; ``accepted``, ``rejected`` and ``corrected`` are what reviewers did with their labels."""

    name: str
    machine: bool
    days: int
    last: float


class _Series(BaseModel):
    """Labels a day of one person, or of all that are not named."""

    name: str | None
    labels: list[int]


class _Ahead(BaseModel):
    estimate: float | None
    low: float | None
    high: float | None


class _Cost(BaseModel):
    """In money where a price is set, in hours where not."""

    unit: Literal["money", "hours"]
    so_far: float
    per_label: float | None
    per_hour: float | None
    to_target: _Ahead
    target: float | None


class PeopleAnswer(BaseModel):
    """Who did what; ``cost`` is of everything, and None where only a part was asked for."""

    annotators: list[str]
    total: _Numbers
    people: list[_Person]
    days: list[str]
    series: list[_Series]
    cost: _Cost | None


class _Holder(BaseModel):
    """Items in somebody's hands, and for how many seconds the oldest is."""

    name: str
    held: int
    seconds: float


class QueueAnswer(BaseModel):
    """How many items are in which state, and what waits for whom."""

    open: int
    started: int
    labelled: int
    skipped: int
    ignored: int
    review: int
    rejected: int
    disputed: int
    leased: int
    stale: int
    holders: list[_Holder]
    ahead: int | None
    questions: int
    hours_left: float | None
