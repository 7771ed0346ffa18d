"""Settings of what goes out of a project: addresses that may be asked, and machines that label."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from asknext.errors import UnknownName
from asknext.project.setting import require, require_share

__all__ = ["MachineConfig", "OutsideConfig", "checked_machines"]

KINDS = ("chat", "http")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
KEY = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]{0,99}")


@dataclass(frozen=True)
class OutsideConfig:
    """Hosts, addresses and networks that webhooks and machines may ask though they are not public."""

    allow_private: tuple[str, ...] = ()


@dataclass(frozen=True)
class MachineConfig:
    """A model of others that labels items over HTTP as an annotator of its own.

    Attributes
    ----------
    url : where it is asked; of a ``chat`` one the whole address of its chat completions.
    kind : ``http`` (items in, labels out) or ``chat`` (OpenAI-compatible). model : the name a chat endpoint knows.
    key : ``env:NAME``: the environment variable that holds its key. batch : items a request (``http``).
    concurrency : requests at once. seconds : for one request.
    suggest : confidence from which its answer is shown to people; None never.
    vote : confidence from which its answer counts as a vote; None never.
    background : whether it labels while the project is served.
    price_in, price_out : for a million tokens; price_per_item : for each item. budget : what it may cost in all.
    most_items : how many it may label in all.
    """

    url: str
    kind: str = "http"
    model: str | None = None
    key: str | None = None
    batch: int = 16
    concurrency: int = 2
    seconds: float = 60.0
    suggest: float | None = 0.8
    vote: float | None = None
    background: bool = False
    price_in: float = 0.0
    price_out: float = 0.0
    price_per_item: float = 0.0
    budget: float | None = None
    most_items: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise UnknownName("kind of machine", self.kind, KINDS)
        require(self.kind == "http" or bool(self.model), "model", self.model, "the model's name, of a chat machine")
        require(
            self.key is None or bool(KEY.fullmatch(self.key)), "key", "a key", "env:NAME of an environment variable"
        )
        require(1 <= self.batch <= 500, "batch", self.batch, "1 to 500")
        require(1 <= self.concurrency <= 16, "concurrency", self.concurrency, "1 to 16")
        require(1 <= self.seconds <= 600, "seconds", self.seconds, "1 to 600")
        for name in ("suggest", "vote"):
            found = getattr(self, name)
            if found is not None:
                require_share(name, found)
        for name in ("price_in", "price_out", "price_per_item", "budget", "most_items"):
            found = getattr(self, name)
            require(found is None or 0 <= found < float("inf"), name, found, "0 or more")
        self._check_budget()

    def _check_budget(self) -> None:
        priced = self.price_in or self.price_out or self.price_per_item
        require(self.budget is None or bool(priced), "budget", self.budget, "a price beside it, or no budget")


def checked_machines(machines: Mapping[str, Any]) -> Mapping[str, Any]:
    """``machines`` when every name can stand for an annotator.

    Raises
    ------
    DataError : one cannot.
    """
    for each in machines:
        require(bool(NAME.fullmatch(each)), "machines", each, "names of letters, digits, - and _")
    return machines
