"""The advisor: one question one file, each answered by a sentence with its number and the picture behind it."""

from asknext.stopping.advice.looking import Asked, look_at_batch
from asknext.stopping.advice.piece import ACT, EARLY, FINE, NOT_HERE, Line, Picture, Piece
from asknext.stopping.advice.pieces import advice_pieces
from asknext.stopping.advice.situation import WAYS, Situation
from asknext.stopping.batch_look import BatchLook

__all__ = [
    "ACT",
    "EARLY",
    "FINE",
    "NOT_HERE",
    "WAYS",
    "Asked",
    "BatchLook",
    "Line",
    "Picture",
    "Piece",
    "Situation",
    "advice_pieces",
    "look_at_batch",
]
