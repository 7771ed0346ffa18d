"""An order of what to ask, bent towards the classes that are wanted more."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["steered"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

HEAD = 1_000


def steered(predicted: npt.ArrayLike, target: npt.ArrayLike, strength: float = 1.0) -> Codes:
    """(n,) int64 the places of an order in a new order, in which each class is asked as often as wanted.

    Parameters
    ----------
    predicted : (n,) the predicted class of each item, in the order in which a strategy would ask.
    target : (K,) wanted shares of what is asked, NaN for any; what they leave of 1 is shared by the others as
        the strategy has them.
    strength : 0 leaves the order as it is, 1 gives the shares; between them the shares lie between what the
        strategy's first 1,000 have and the target.

    Of the first m items of the new order each class has its share, rounded: with a target of 0.8 and 0.2, of 1,000
    asked 800 and 200. Within a class the strategy's order stays. A class that has run out leaves its turns to the
    others in proportion.

    Raises
    ------
    InputError : shares that cannot be, a strength outside [0, 1], classes beyond the target.

    Source: divisors of Sainte-Lague (1910; Webster 1832), which give each class its place in the order.
    """
    codes, wanted = np.asarray(predicted, dtype=np.int64), np.asarray(target, dtype=np.float64)
    _check(codes, wanted, strength)
    if strength == 0 or len(codes) == 0:
        return np.arange(len(codes))
    natural = np.bincount(codes[:HEAD], minlength=len(wanted)) / len(codes[:HEAD])
    shares = (1 - strength) * natural + strength * _filled(wanted, natural)
    order = np.argsort(codes, kind="stable")
    held = np.bincount(codes, minlength=len(wanted))
    rank = np.empty(len(codes))
    rank[order] = np.arange(len(codes)) - np.repeat(np.cumsum(held) - held, held)
    with np.errstate(divide="ignore"):
        turn = (rank + 0.5) / shares[codes]
    return np.argsort(turn, kind="stable")


def _filled(wanted: Floats, natural: Floats) -> Floats:
    """The target, with what it leaves open shared by the classes it does not name."""
    open_, rest = np.isnan(wanted), max(1.0 - float(np.nansum(wanted)), 0.0)
    weights = np.where(open_, natural, 0.0)
    if weights.sum() == 0:
        weights = open_.astype(np.float64)
    filled = np.where(open_, rest * weights / max(float(weights.sum()), 1e-300), np.nan_to_num(wanted))
    shares: Floats = filled / max(float(filled.sum()), 1e-300)
    return shares


def _check(codes: Codes, wanted: Floats, strength: float) -> None:
    if not 0 <= strength <= 1:
        raise InputError(f"The strength of balancing is from 0 to 1; found {strength}.")
    if (wanted < 0).any() or np.nansum(wanted) > 1 + 1e-6:
        raise InputError(f"Wanted shares are from 0 to 1 and sum to at most 1; found {wanted.tolist()}.")
    if len(codes) and (codes.min() < 0 or codes.max() >= len(wanted)):
        raise InputError(
            f"There are {len(wanted)} wanted shares, and predicted classes {codes.min()} to {codes.max()}."
        )
