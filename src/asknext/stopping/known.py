"""What is known of the rounds, and what a rule says while it is too little."""

from __future__ import annotations

from typing import Any

from asknext.stopping.history import Advice, History

__all__ = ["known", "scored", "too_early"]


def known(history: History, field: str) -> list[Any]:
    """The values of a field of `Round`, oldest first, of the rounds where it is not None and not NaN."""
    values = (getattr(each, field) for each in history)
    return [value for value in values if value is not None and not (isinstance(value, float) and value != value)]


def scored(history: History, metric: str) -> list[tuple[int, float]]:
    """(labels, score) of the rounds that measured ``metric``; of several with as many labels the last."""
    points = {each.labels: each.scores[metric] for each in history if metric in each.scores}
    return sorted((labels, score) for labels, score in points.items() if score == score)


def too_early(rule: str, what: str, have: int, need: int, bound: float | None = None) -> Advice:
    """Cannot tell: ``what`` is known of ``have`` rounds, ``need`` are needed."""
    if have == 0:
        sentence = f"{what} is not known of any round; {_rounds(need)} needed."
    else:
        sentence = f"Too early to tell: {what} is known of {have} rounds; {_rounds(need)} needed."
    return Advice(rule, None, sentence, None, bound)


def _rounds(count: int) -> str:
    return f"{count} round is" if count == 1 else f"{count} rounds are"
