"""The rung of stream strategies: each item is asked about at once or never, within a budget."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.errors import InputError
from asknext.pool.view import PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.inputs import EmbeddingBlocks, ProbabilityBlocks
from asknext.strategies.parameter import choice, number
from asknext.strategies.reasons import Reasons
from asknext.strategies.selector import Selector
from asknext.strategies.streams.budget import BudgetManager
from asknext.strategies.streams.estimated_budget import EstimatedBudget
from asknext.strategies.streams.fixed_budget import FixedBudget
from asknext.strategies.streams.quantile_budget import QuantileBudget
from asknext.strategies.streams.sliding_budget import SlidingBudget
from asknext.strategies.streams.state import State
from asknext.strategies.streams.stream_item import Decision, StreamItem

__all__ = ["MANAGERS", "Chance", "StreamStrategy", "Verdict", "manager"]

MANAGERS = ("estimated", "fixed", "sliding", "quantile")
Chance = Callable[[], np.random.Generator]
Verdict = tuple[bool, State]
_LAST = "Among the last of the stream: what is left of the budget goes to them."


def manager(default: str) -> Any:
    """The parameter that says how the budget is kept."""
    return choice(default, "how the budget is kept: " + ", ".join(MANAGERS), options=MANAGERS)


class _Chance:
    """A generator of its own for each item, made when it is first asked for: for most items nobody asks."""

    __slots__ = ("_rng", "_seed")

    def __init__(self, *seed: int) -> None:
        self._seed = seed
        self._rng: np.random.Generator | None = None

    def __call__(self) -> np.random.Generator:
        if self._rng is None:
            self._rng = np.random.default_rng(self._seed)
        return self._rng


@dataclass(frozen=True)
class StreamStrategy(Selector):
    """Decides item by item. A member writes `utility`, `consider` and `sentence`, and `noticed` where it remembers.

    The strategy never changes; what it remembers is a `State` that goes in and out. Memory is that of the window, and
    items that were let pass are not stored. In a pool (`select`) the rows in their order are the stream and ``n`` of
    the unlabelled rows is the budget; as the rows run out, what is left of it is spent on the last ones, so that
    exactly ``n`` come back, in the order of the stream. The order of rows matters here by definition.
    """

    budget: float = number(0.1, "share of the stream that may be asked about; in a pool n / rows", low=0, high=1)
    manager: str = manager("estimated")
    window: int = number(100, "items that the budget looks back on", low=1, integer=True)

    time = "w an item"
    memory = "w"

    @abstractmethod
    def utility(self, own: State, item: StreamItem) -> float:
        """How much the item is worth asking, higher = more."""

    @abstractmethod
    def consider(
        self, own: State, share: float, utility: float, item: StreamItem, chance: Chance
    ) -> tuple[bool, State]:
        """Whether to ask, given that the budget allows it; and what is remembered then. ``share`` is the budget."""

    @abstractmethod
    def sentence(self, own: State, item: StreamItem, utility: float) -> str:
        """Why an item was asked."""

    def own(self) -> State:
        """What the strategy remembers before the first item."""
        return {}

    def noticed(self, own: State, item: StreamItem, asked: bool) -> State:
        """What is remembered after each item."""
        return own

    def begin(self, seed: int = 0, budget: float | None = None) -> State:
        """The state before the first item; ``budget`` in place of the strategy's own."""
        share = self.budget if budget is None else float(budget)
        if not 0 <= share <= 1:
            raise InputError(f"budget is {share}, but must be a share of the stream, from 0 to 1.")
        spent = self.managed(share).begin()
        return {"seed": int(seed), "share": share, "seen": 0, "asked": 0, "spent": spent, "own": self.own()}

    def decide(self, state: State, item: StreamItem) -> tuple[State, Decision]:
        """The state after ``item``, and whether to ask about it. The same state and item, the same answer."""
        manager, own = self.managed(state["share"]), state["own"]
        utility = self.utility(own, item)
        chance = _Chance(state["seed"], state["seen"])
        ask, after = False, own
        if manager.allows(state["spent"], utility):
            ask, after = self.consider(own, state["share"], utility, item, chance)
            reason = self.sentence(own, item, utility) if ask else "Not worth a question."
        else:
            reason = "The budget is spent for now."
        fresh = {
            "seen": state["seen"] + 1,
            "asked": state["asked"] + ask,
            "spent": manager.after(state["spent"], utility, ask),
            "own": self.noticed(after, item, ask),
        }
        return state | fresh, Decision(ask, utility, reason)

    def managed(self, share: float) -> BudgetManager:
        """What keeps the budget ``share``."""
        if self.manager == "fixed":
            return FixedBudget(share)
        if self.manager == "sliding":
            return SlidingBudget(share, self.window)
        if self.manager == "quantile":
            return QuantileBudget(share, self.window)
        return EstimatedBudget(share, self.window)

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        left = len(view.unlabelled)
        state = self.begin(int(rng.integers(2**32)), n / left)
        rows: list[int] = []
        scores: list[float] = []
        reasons: list[str] = []
        for row, item in zip(view.unlabelled.tolist(), self._items(view), strict=True):
            must = n - len(rows) >= left
            state, decision = self.decide(state, item)
            if (decision.ask or must) and len(rows) < n:
                rows.append(row)
                scores.append(decision.utility)
                reasons.append(decision.reason if decision.ask else _LAST)
            left -= 1
        return Batch(np.array(rows, dtype=np.int64), np.array(scores), Reasons(n, reasons.__getitem__))

    def _items(self, view: PoolView) -> Iterator[StreamItem]:
        shares = ProbabilityBlocks(view, self.name) if "probabilities" in self.needs else None
        points = EmbeddingBlocks(view, self.name) if "embeddings" in self.needs else None
        for rows in view.blocks(4096):
            p = [None] * len(rows) if shares is None else list(shares.rows(rows))
            x = [None] * len(rows) if points is None else list(points.rows(rows, np.float64))
            yield from map(StreamItem, p, x)
