"""Budget managers: whether the share of a stream that may be asked about allows one more question."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from asknext.strategies.streams.state import State

__all__ = ["BudgetManager"]


@dataclass(frozen=True)
class BudgetManager(ABC):
    """Keeps questions to the share ``budget`` of the items seen, from 0 to 1. What it counts is in a `State`."""

    budget: float

    @abstractmethod
    def begin(self) -> State:
        """What it counts before the first item."""

    @abstractmethod
    def allows(self, state: State, utility: float) -> bool:
        """Whether one more question is within the budget, for an item worth ``utility``."""

    @abstractmethod
    def after(self, state: State, utility: float, asked: bool) -> State:
        """What it counts after an item that was ``asked`` about or not."""

    @abstractmethod
    def most(self, seen: int) -> float:
        """The promise: no more than so many questions among the first ``seen`` items, whatever they are."""
