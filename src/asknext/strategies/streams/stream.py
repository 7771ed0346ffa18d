"""`Stream`: a stream strategy together with what it remembers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from asknext.errors import InputError
from asknext.strategies.registry import build
from asknext.strategies.streams.state import State, state_from_json, state_to_json
from asknext.strategies.streams.stream_item import Decision, StreamItem
from asknext.strategies.streams.stream_strategy import StreamStrategy

__all__ = ["Stream"]


class Stream:
    """Offer it items one at a time; it says at once whether to ask.

    Parameters
    ----------
    strategy : a stream strategy by name, mapping or object, e.g. ``"variable_uncertainty"``.
    budget : share of the stream that may be asked about; default: the strategy's own.
    seed : decides every random choice.

    Raises
    ------
    InputError : the strategy is not one for streams, or the budget is not a share.
    """

    def __init__(
        self, strategy: str | Mapping[str, Any] | StreamStrategy, *, budget: float | None = None, seed: int = 0
    ) -> None:
        built = build(strategy)
        if not isinstance(built, StreamStrategy):
            raise InputError(
                f"{built.name!r} is not a strategy for streams: it looks at the whole pool. Try 'split' or 'probal'."
            )
        self.strategy = built
        self.state: State = built.begin(seed, budget)

    def offer(self, probabilities: Any = None, embedding: Any = None) -> Decision:
        """Whether to ask about the next item: ``probabilities`` (C,) of the classes, ``embedding`` (d,)."""
        self.state, decision = self.strategy.decide(self.state, StreamItem.of(probabilities, embedding))
        return decision

    @property
    def seen(self) -> int:
        """How many items there were."""
        return int(self.state["seen"])

    @property
    def asked(self) -> int:
        """How many of them were asked about."""
        return int(self.state["asked"])

    def to_json(self) -> str:
        """The state as a text; `restore` goes on from there exactly."""
        return state_to_json(self.state)

    def restore(self, text: str) -> None:
        """Go on from a state written by `to_json` for the same strategy; raises `DataError` for anything else."""
        self.state = state_from_json(text)
