"""The rung of rules that promise a recall with a confidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asknext.stopping.described import Described
from asknext.stopping.shares import check_shares

__all__ = ["RecallWithConfidence"]


@dataclass(frozen=True)
class RecallWithConfidence(Described):
    """``recall`` of the relevant items with probability ``confidence``, both above 0 and below 1 (`InputError`)."""

    recall: float
    confidence: float = 0.95
    name: ClassVar[str] = ""

    def __post_init__(self) -> None:
        check_shares(self.name, recall=self.recall, confidence=self.confidence)
