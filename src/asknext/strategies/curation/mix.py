"""Several aims at once, by the product of what they give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from asknext.errors import InputError, PoolExhausted, UnknownName
from asknext.pool.view import PoolView
from asknext.strategies.batch import Batch, Strategy
from asknext.strategies.curation.balance import Balance
from asknext.strategies.curation.objectives import DistanceObjective, FixedObjective, Objective, Picks, greedy_product
from asknext.strategies.curation.selection_configuration import as_part
from asknext.strategies.curation.threshold import Threshold
from asknext.strategies.diversity.k_center_greedy import KCenterGreedy
from asknext.strategies.diversity.random import Random
from asknext.strategies.geometry.assignment import Assignment, Embedded
from asknext.strategies.geometry.content_order import content_keys, content_order, embedding_keys
from asknext.strategies.inputs import EmbeddingBlocks, Float64, ProbabilityBlocks
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.limited_view import limited_to
from asknext.strategies.parameter import number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import build, register
from asknext.strategies.scorer import Scorer
from asknext.strategies.selector import Selector, followed_by

__all__ = ["Mix", "Part", "read_part"]

_KEYS = ("stop", "strategy", "strength")
_STRENGTH = number(1.0, "", low=-1e9, high=1e9).metadata["check"]
_STOP = number(None, "").metadata["check"]


@dataclass(frozen=True)
class Part:
    """A strategy, the power its values are raised to, and where it ends the pass."""

    strategy: Strategy
    strength: float = 1.0
    stop: float | None = None

    def describe(self) -> dict[str, Any]:
        """As a mapping, which JSON knows."""
        return {"strategy": self.strategy.describe(), "strength": self.strength, "stop": self.stop}


class Parts(tuple[Part, ...]):
    """Parts that describe themselves as a list."""

    def describe(self) -> list[dict[str, Any]]:
        """As a list of mappings, which JSON knows."""
        return [part.describe() for part in self]


def _parts() -> Any:
    def check(value: Any, where: str) -> Parts:
        if isinstance(value, str | Mapping) or not isinstance(value, Iterable) or not (parts := list(value)):
            raise InputError(f"{where} is {value!r}, but must be a list of at least one strategy.")
        return Parts(read_part(one, f"{where}[{position}]") for position, one in enumerate(parts))

    help = "a list of strategies, each a name or {'strategy': ..., 'strength': 1, 'stop': None}"
    return field(default=("margin", "k_center_greedy"), metadata={"check": check, "help": help})


def read_part(given: Any, where: str) -> Part:
    """A part as a mix takes it: a strategy, a mapping, or an entry of Lightly's; ``where`` goes into what is raised."""
    if isinstance(given, Part):
        return given
    if isinstance(given, Mapping) and "input" in given:
        given = as_part(given, where)
    if not isinstance(given, Mapping) or "name" in given:
        given = {"strategy": given}
    for key in given:
        if key not in _KEYS:
            raise UnknownName("key", key, _KEYS, where=where)
    if "strategy" not in given:
        raise InputError(f"{where} is {dict(given)!r}, but needs the key 'strategy'.")
    strength, stop = given.get("strength", 1.0), given.get("stop")
    part = Part(build(given["strategy"]), _STRENGTH(strength, f"{where}.strength"), _STOP(stop, f"{where}.stop"))
    if not isinstance(part.strategy, Scorer | KCenterGreedy | Balance | Threshold):
        raise InputError(
            f"{where} is {part.strategy.name!r}, which cannot be part of a mix; parts are strategies that score items "
            f"(margin, weights, similarity, ...), k_center_greedy, balance and threshold."
        )
    return part


@register
@dataclass(frozen=True)
class Mix(Selector):
    """Again and again the item with the largest product ``prod_s value_s ^ strength_s`` of what its parts give.

    A product, so that the scale of no part matters. Parts are strategies that score items (the score, which must not
    be negative), `k_center_greedy` (the distance to the nearest item labelled or chosen; between rows of length 1
    with 'cosine'), `balance` (what an item fills of the targets) and `threshold`, which only keeps items and comes
    first. A negative strength turns a part around. Values below 1e-9 of the highest count as that, so that no single
    zero decides. ``stop`` ends the pass: a distance below which nothing is chosen, or a sum of scores that is enough;
    where it ends early, `PoolExhausted` says after how many. Entries of Lightly's selection configuration are taken
    as they are. The score is the product when chosen.
    """

    strategies: Any = _parts()  # noqa: RUF009

    name = "mix"
    time = "parts + n b"
    memory = "n + m d"
    source = "the product rule of Lightly's selection (2023)"

    @property
    def needs(self) -> frozenset[str]:
        own = (part.strategy.needs for part in self.strategies if not isinstance(part.strategy, Threshold))
        return frozenset().union(*own, {"columns"} if self._thresholds() else set())

    @property
    def tasks(self) -> frozenset[str]:
        return super().tasks.intersection(*(part.strategy.tasks for part in self.strategies))

    def check(self, view: PoolView) -> None:
        super().check(view)
        for part in self.strategies:
            part.strategy.check(view)

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        kept = self._kept(view)
        if n > len(kept.unlabelled):
            raise PoolExhausted(
                f"{n} items were asked for, but only {len(kept.unlabelled)} of {len(view.unlabelled)} unlabelled ones "
                f"pass {' and '.join(map(str, self._thresholds()))}: ask for at most {len(kept.unlabelled)}."
            )
        batch = self._pass(kept, n, rng)
        if len(batch) < n:
            raise PoolExhausted(
                f"{n} items were asked for, but the mix stops after {len(batch)}: ask for at most {len(batch)}, or "
                f"change stop."
            )
        return batch

    def rank(self, view: PoolView, rng: np.random.Generator, head: int = 1000) -> Batch:
        """``head`` rows as one pass, as far as it goes; then all others in random order, scored NaN."""
        self.check(view)
        kept = self._kept(view)
        first = self._pass(kept, min(head, len(kept.unlabelled)), rng)
        rest = rng.permutation(np.setdiff1d(view.unlabelled, first.indices))
        return followed_by(first, rest, np.full(len(rest), np.nan))

    def _pass(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        if n == 0:
            return Batch(view.unlabelled[:0], np.array([]), ())
        parts = [part for part in self.strategies if not isinstance(part.strategy, Threshold)]
        objectives = [_objective(part, view, self._keys(view, rng)) for part in parts]
        picks = greedy_product(objectives, [part.strength for part in parts], n, self._keys(view, rng))
        names = [part.strategy.name for part in parts]
        rows = view.unlabelled[picks.positions]
        passed = [threshold.passed(view, rows) for threshold in self._thresholds()]
        return Batch(rows, picks.products, Reasons(len(rows), lambda i: _sentence(names, picks, passed, i)))

    def _keys(self, view: PoolView, rng: np.random.Generator) -> Float64:
        """Random numbers that belong to the items and not to their places."""
        n = len(view.unlabelled)
        if "embeddings" in self.needs:
            return embedding_keys(EmbeddingBlocks(view, self.name), n, rng)
        if "probabilities" in self.needs:
            blocks = ProbabilityBlocks(view, self.name)
            return content_keys(content_order(blocks, n, blocks.classes, rng), rng)
        return rng.random(n)

    def _kept(self, view: PoolView) -> PoolView:
        rows = view.unlabelled
        for threshold in self._thresholds():
            rows = np.intersect1d(rows, threshold.kept(view))
        return limited_to(view, rows, self.name) if self._thresholds() else view

    def _thresholds(self) -> list[Threshold]:
        return [part.strategy for part in self.strategies if isinstance(part.strategy, Threshold)]


def _objective(part: Part, view: PoolView, keys: Float64) -> Objective:
    if isinstance(part.strategy, Balance):
        return part.strategy.objective(view)
    if isinstance(part.strategy, KCenterGreedy):
        points = EmbeddingBlocks(view, part.strategy.name, part.strategy.metric).centred()
        nearest = Assignment(Embedded(points), view.unlabelled, labelled_rows(view))
        return DistanceObjective(nearest, view.unlabelled, part.stop)
    if isinstance(part.strategy, Random):
        return FixedObjective(keys, part.stop)
    return FixedObjective(_not_negative(part.strategy, view), part.stop)


def _not_negative(scorer: Any, view: PoolView) -> Float64:
    scores: Float64 = scorer.score(view)
    lowest = int(np.argmin(scores))
    if scores[lowest] < -1e-9:
        raise InputError(
            f"Strategy {scorer.name!r} gives row {view.unlabelled[lowest]} the score {scores[lowest]:.4g}, but a mix "
            f"multiplies, and takes no negative scores: shift the column, or turn a part around by a negative strength."
        )
    return np.maximum(scores, 0.0)


def _sentence(names: list[str], picks: Picks, thresholds: list[Callable[[int], str]], i: int) -> str:
    passed = " and ".join(threshold(i) for threshold in thresholds)
    if not names:
        return f"It passes {passed}."
    made = ", ".join(f"{name} {value:.3g}" for name, value in zip(names, picks.values[i], strict=True))
    return f"The best product of what is wanted: {made}{f'; it passes {passed}' if passed else ''}."
