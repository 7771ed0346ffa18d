"""`Cell`: one combination of a study, computed by itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from asknext.lab.study.part import Part

__all__ = ["Cell"]

_FORMAT = 1


@dataclass(frozen=True, eq=False)
class Cell:
    """One data set (and class), model, strategy, schedule, oracle and seed.

    Attributes
    ----------
    data_set : its name.  fingerprint : of what was read.  target : the class of one-vs-rest, or None.
    model, strategy, schedule, oracle : which alternative.
    initial : how the first labels are chosen, as JSON values; None: at random, as many as the first batch.
    splits : as JSON values, without the seeds.
    seed : of everything that is left to chance.
    """

    data_set: str
    fingerprint: str
    target: Any
    model: Part
    strategy: Part
    schedule: Part
    oracle: Part
    initial: Any
    splits: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0

    @cached_property
    def spec(self) -> dict[str, Any]:
        """Everything that decides what comes out, as JSON values: neither names nor metrics do."""
        parts = {name: getattr(self, name).spec for name in ("model", "strategy", "schedule", "oracle")}
        own = {"initial": self.initial, "splits": dict(self.splits), "seed": self.seed}
        return {"format": _FORMAT, "data": self.fingerprint, "target": self.target, **parts, **own}

    @cached_property
    def id(self) -> str:
        """16 hex digits: the same for whatever gives the same result."""
        text = json.dumps(self.spec, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    @property
    def combination(self) -> tuple[str, ...]:
        """What it is but for its seed: cells that differ in their seed alone take about as long."""
        target = "" if self.target is None else str(self.target)
        return self.data_set, target, self.model.name, self.strategy.name, self.schedule.name, self.oracle.name

    @property
    def shown(self) -> str:
        """In a line."""
        return ", ".join([*filter(None, self.combination), f"seed {self.seed}"])
