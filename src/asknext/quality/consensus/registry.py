"""Every consensus by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy.typing as npt

from asknext.errors import InputError, UnknownName
from asknext.quality.consensus.crowdlab import crowdlab
from asknext.quality.consensus.dawid_skene import dawid_skene, hierarchical
from asknext.quality.consensus.given import Given
from asknext.quality.consensus.glad import glad
from asknext.quality.consensus.mace import mace
from asknext.quality.consensus.majority import majority
from asknext.quality.consensus.one_coin import one_coin
from asknext.quality.consensus.result import Consensus
from asknext.quality.consensus.wawa import wawa
from asknext.quality.consensus.weighted import weighted
from asknext.quality.votes import Votes

__all__ = ["CONSENSUS", "consensus"]

CONSENSUS: dict[str, Callable[..., Consensus]] = {
    "crowdlab": crowdlab,
    "dawid_skene": dawid_skene,
    "glad": glad,
    "hierarchical": hierarchical,
    "mace": mace,
    "majority": majority,
    "one_coin": one_coin,
    "wawa": wawa,
    "weighted": weighted,
}


def consensus(
    name: str,
    votes: Votes,
    *,
    gold: npt.ArrayLike | None = None,
    known: npt.ArrayLike | None = None,
    ties: str = "random",
    seed: int = 0,
    **settings: Any,
) -> Consensus:
    """What annotators mean together, by the method called ``name``.

    Parameters
    ----------
    name : one of `CONSENSUS`; ``crowdlab`` needs ``known``.
    gold : (n,) true classes that are known, -1 where not.  known : (n, K) what a model says of each item.
    ties, seed : as `Given`.
    settings : of the method, such as ``iterations``.

    Raises
    ------
    InputError : an unknown name or setting, or arrays that do not fit.
    """
    if name not in CONSENSUS:
        raise UnknownName("consensus", name, CONSENSUS)
    method, given = CONSENSUS[name], Given(gold, known, ties, seed)
    try:
        return method(votes, given, **settings)
    except TypeError as wrong:
        if "unexpected keyword argument" not in str(wrong):
            raise
        raise InputError(f"Consensus {name!r} has no such setting: {wrong}.") from None
