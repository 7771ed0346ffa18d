"""How an item comes before somebody: the names of the streams, and whose turn it is."""

from __future__ import annotations

import math

__all__ = ["ADJUDICATE", "CONTROL", "GOLD", "JUDGING", "LIST", "REVIEW", "STRATEGY", "UNASKED", "is_turn", "stream_of"]

STRATEGY, CONTROL, LIST, GOLD = "strategy", "control", "list", "gold"
REVIEW, ADJUDICATE = "review", "adjudicate"
UNASKED = "unasked"
"""Of answers to items that were not handed out to whoever gave them: kept, and of no weight."""
JUDGING = (REVIEW, ADJUDICATE)
"""Streams of items that come before a reviewer."""


def is_turn(turn: int, share: float, seed: int) -> bool:
    """Whether serve number ``turn`` (0, 1, 2, ...) is that of a stream that has ``share`` of all.

    Any run of k serves has between floor(k * share) and ceil(k * share) turns of it.
    """
    phase = (seed * 0.6180339887498949) % 1.0
    return math.floor((turn + 1) * share + phase) > math.floor(turn * share + phase)


def stream_of(control: bool) -> str:
    """The stream that an item belongs to."""
    return CONTROL if control else STRATEGY
