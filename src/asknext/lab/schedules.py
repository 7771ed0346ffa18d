"""`Schedule`: how many items each batch of a run asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count, repeat
from typing import Any

from asknext.errors import InputError
from asknext.lab.settings import Settings

__all__ = ["Schedule", "build_schedule"]

KINDS = ("constant", "doubling", "list", "proportion")
_SHORT = re.compile(r"(\d+) ?x ?(\d+)")
_EACH = 2  # as in 5, 5, 10, 10, 20, 20


@dataclass(frozen=True)
class Schedule:
    """Batch sizes after the initial set.

    Attributes
    ----------
    kind : "constant", "doubling", "list" or "proportion".
    batch : items of each batch, of the first two for "doubling"; 0 for the others.
    rounds : batches at most; None = until the pool is used up.
    batches : the sizes, for "list".
    share : of the pool, for "proportion".
    until : share of the pool at which a run ends, the initial set among it; 1 = all of it.
    """

    kind: str
    batch: int = 0
    rounds: int | None = None
    batches: tuple[int, ...] = ()
    share: float = 0.0
    until: float = 1.0

    @property
    def name(self) -> str:
        """As it is shown, e.g. "50 x 8" (items x batches), "doubling from 5"."""
        until = "" if self.until == 1 else f" until {self.until * 100:g} %"
        return self._batches_in_words() + until

    def _batches_in_words(self) -> str:
        rounds = "" if self.rounds is None else f" x {self.rounds}"
        if self.kind == "list":
            return ", ".join(map(str, self.batches))
        if self.kind == "doubling":
            return f"doubling from {self.batch}{rounds}"
        return f"{self.share * 100:g} %{rounds}" if self.kind == "proportion" else f"{self.batch}{rounds or ' each'}"

    def sizes(self, pool: int, initial: int) -> list[int]:
        """The batches of a run, each at least 1; the last one is smaller where the pool, or the share of it, ends.

        Parameters
        ----------
        pool : items of the pool, the initial set among them.  initial : items of the initial set.
        """
        left, sizes = round(self.until * pool) - initial, list[int]()
        for size in self._endless(pool):
            if left <= 0 or len(sizes) == self.rounds:
                break
            sizes.append(min(size, left))
            left -= size
        return sizes

    def as_mapping(self) -> dict[str, Any]:
        """What `build_schedule` makes the same schedule of."""
        sizes = {"list": list(self.batches), "proportion": self.share}
        found: dict[str, Any] = {self.kind: sizes.get(self.kind, self.batch)}
        if self.rounds is not None:
            found["rounds"] = self.rounds
        return found if self.until == 1 else {**found, "until": self.until}

    def _endless(self, pool: int) -> Iterator[int]:
        if self.kind == "list":
            return iter(self.batches)
        if self.kind == "doubling":
            return (self.batch << place // _EACH for place in count())
        return repeat(max(1, round(self.share * pool)) if self.kind == "proportion" else self.batch)


def build_schedule(spec: Any, where: str = "schedule") -> Schedule:
    """A schedule from a study.

    Parameters
    ----------
    spec : ``"20 x 8"`` (20 items, 8 times), ``"doubling"`` (5, 5, 10, 10, ... up to the pool), a list of sizes, or a
        mapping with one of ``constant: 20``, ``doubling: 5``, ``list: [..]``, ``proportion: 0.02``; ``rounds``, and
        ``until``, a share of the pool (default: until the pool is used up).

    Raises
    ------
    InputError, UnknownName : none of these; names the key.
    """
    if isinstance(spec, Schedule):
        return spec
    if isinstance(spec, list | tuple):
        spec = {"list": list(spec)}
    given = Settings(_from_text(spec, where) if isinstance(spec, str) else spec, where)
    given.only([*KINDS, "rounds", "until"])
    return _built(given.one_of(KINDS), given)


def _built(kind: str, given: Settings) -> Schedule:
    rounds, until = given.whole("rounds", None, low=1), given.share("until", 1.0)
    if kind == "proportion":
        return Schedule(kind, rounds=rounds, share=given.share(kind), until=until)
    if kind == "list":
        return Schedule(kind, rounds=rounds, batches=_batches(given), until=until)
    return Schedule(kind, given.whole(kind, low=1), rounds, until=until)


def _batches(given: Settings) -> tuple[int, ...]:
    found = given.values["list"]
    sizes = isinstance(found, list | tuple) and all(type(size) is int and size > 0 for size in found)
    if not sizes or not found:
        raise given.wrong("list", "a list of whole numbers of at least 1, the sizes of the batches")
    return tuple(found)


def _from_text(spec: str, where: str) -> Mapping[str, Any]:
    short = _SHORT.fullmatch(spec)
    if short:
        return {"constant": int(short[1]), "rounds": int(short[2])}
    if spec == "doubling":
        return {"doubling": 5}
    raise InputError(f"{where} is {spec!r}; expected e.g. '20 x 8' (20 items, 8 times), 'doubling', or a mapping.")
