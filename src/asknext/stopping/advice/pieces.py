"""`advice_pieces`: all that the advisor has to say about the finished rounds."""

from __future__ import annotations

from asknext.stopping.advice.agreeing import agreeing
from asknext.stopping.advice.contradicting import contradicting
from asknext.stopping.advice.exploring import exploring
from asknext.stopping.advice.independent_set import independent_set
from asknext.stopping.advice.piece import ACT, Piece
from asknext.stopping.advice.situation import Situation
from asknext.stopping.history import History

__all__ = ["advice_pieces"]


def advice_pieces(history: History, situation: Situation) -> list[Piece]:
    """On an independent set, on exploration, on contradiction and on agreement, in this order.

    A pure function: the same rounds and situation give the same advice, live and in replay.
    """
    changes = contradicting(history, situation)
    easier = changes.verdict == ACT and (changes.value or 0.0) > (changes.bound or 0.0)
    return [
        independent_set(history, situation),
        exploring(history, situation),
        changes,
        agreeing(history, situation, easier=easier),
    ]
