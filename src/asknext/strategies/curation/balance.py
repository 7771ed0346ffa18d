"""Targets per class, from predictions or a column of categories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from asknext.errors import InputError, UnknownName
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.curation.columns import category_column, column
from asknext.strategies.curation.objectives import greedy_product
from asknext.strategies.curation.predicted_objects import FarFromTarget, PredictedObjects
from asknext.strategies.geometry.content_order import content_keys, content_order
from asknext.strategies.inputs import Float64, ProbabilityBlocks
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import flag
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import Selector

__all__ = ["Balance"]

_DISTRIBUTIONS = ("uniform", "input")


class Shares(tuple[tuple[str, float], ...]):
    """Shares by class that describe themselves as a mapping."""

    def describe(self) -> dict[str, float]:
        """As a mapping, which JSON knows."""
        return dict(self)


def _target() -> Any:
    def check(value: Any, where: str) -> Any:
        if isinstance(value, str) and value in _DISTRIBUTIONS:
            return value
        pairs = value.items() if isinstance(value, Mapping) else value if isinstance(value, Shares) else ()
        shares = Shares((str(name), float(share)) for name, share in pairs if _is_share(share))
        if not shares or len(shares) != len(pairs) or sum(share for _, share in shares) > 1 + 1e-6:
            raise InputError(
                f"{where} is {value!r}, but must be 'uniform', 'input', or shares from 0 to 1 by class, together at "
                f"most 1, e.g. {{'0': 0.5, '1': 0.5}}."
            )
        return shares

    help = "'uniform', 'input' (as in the pool), or a mapping of class to share"
    return field(default="uniform", metadata={"check": check, "help": help})


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float | np.number) and not isinstance(value, bool) and bool(0 <= value <= 1)


@register
@dataclass(frozen=True)
class Balance(Selector):
    """Again and again the item that fills most of what classes lack of their targets.

    With s_c the sum of the predicted probability of class c over what is labelled and chosen, S the sum of these, and
    t_c the target share, class c lacks ``max(0, t_c (S + 1) - s_c)`` and an item gives ``sum_c P_c lack_c``. Classes
    are named by the number of their column in the probabilities, '0', '1', ...; or they are the categories in a
    column. Where the shares sum to less than 1 the remainder belongs to all other classes together. A target that
    cannot be reached is no error. The score is what an item gives when chosen.

    With ``objects`` the classes are those of the objects that a detector found, as shares of all objects. As an image
    holds many at once, an item gives how much nearer it brings the shares (Euclidean distance) than the worst would.
    """

    target: Any = _target()  # noqa: RUF009
    column: str | None = column("a column of categories to balance; default: the predicted classes")
    labelled: bool = flag(True, "count the labelled items towards the targets")
    objects: bool = flag(False, "balance the classes of the objects in detections")

    name = "balance"
    time = "n b C"
    memory = "n"
    source = "greedy apportionment: Huntington 1921 (largest deficit)"

    @property
    def needs(self) -> frozenset[str]:
        if self.objects and self.column is not None:
            raise InputError(f"Strategy {self.name!r}: objects and a column are given; balance one of them.")
        return frozenset({"detections" if self.objects else "probabilities" if self.column is None else "columns"})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        lacking = self.objective(view)
        picks = greedy_product([lacking], [1.0], n, lacking.members.keys(rng))
        scores = picks.values[:, 0]
        return Batch(view.unlabelled[picks.positions], scores, Reasons(n, lambda i: _sentence(lacking.filled[i])))

    def objective(self, view: PoolView) -> Lacking:
        """What each item would fill, for a greedy pass."""
        members = self._members(view)
        group, shares = self._groups(members)
        counted = labelled_rows(view) if self.labelled else np.array([], dtype=np.int64)
        kind = LackingObjects if self.objects else Lacking
        return kind(members, group, shares, members.sums(counted), view.unlabelled)

    def _members(self, view: PoolView) -> Members:
        if self.objects:
            return PredictedObjects(view, self.name)
        return _Predicted(view, self.name) if self.column is None else _Categories(view, self.column, self.name)

    def _groups(self, members: Members) -> tuple[IntArray, Float64]:
        """For each class which share it counts towards, and the shares."""
        classes = members.classes
        if isinstance(self.target, Shares):
            return self._named(classes)
        sums = members.sums(members.rows)
        if self.target == "uniform" or not classes:
            # a detector knows many more classes than occur
            among = sums > 0 if self.objects and sums.any() else np.ones(len(classes))
            return np.arange(len(classes)), among / max(among.sum(), 1)
        return np.arange(len(classes)), sums / max(sums.sum(), 1e-300)

    def _named(self, classes: list[str]) -> tuple[IntArray, Float64]:
        named = dict(self.target)
        for name in named:
            if name not in classes:
                raise UnknownName("class", name, classes, where=f"the target of strategy {self.name!r}")
        remainder = 1.0 - sum(named.values())
        if len(named) == len(classes) and remainder > 1e-3:
            raise InputError(
                f"Strategy {self.name!r}: the target names every class, but its shares sum to {1 - remainder:g}; "
                f"make them sum to 1, or leave classes out."
            )
        place = {name: position for position, name in enumerate(named)}
        group = np.array([place.get(name, len(named)) for name in classes], dtype=np.int64)
        return group, np.array([*named.values(), max(remainder, 0.0)])


class Members(Protocol):
    """To which classes items belong, and how much."""

    classes: list[str]
    rows: IntArray

    def sums(self, rows: IntArray) -> Float64:
        """(C,) the sum over ``rows``."""
        ...

    def weighted(self, weights: Float64) -> Float64:
        """(u,) the sum over classes of membership times ``weights`` (C,)."""
        ...

    def keys(self, rng: np.random.Generator) -> Float64:
        """(u,) distinct random numbers to break ties by."""
        ...


class _Predicted:
    """Membership is the predicted probability."""

    def __init__(self, view: PoolView, asker: str) -> None:
        self._blocks, self.rows = ProbabilityBlocks(view, asker), view.unlabelled
        self.classes = [str(position) for position in range(self._blocks.classes)]

    def sums(self, rows: IntArray) -> Float64:
        total = np.zeros(len(self.classes))
        for start in range(0, len(rows), 4096):
            total += self._blocks.rows(rows[start : start + 4096]).sum(axis=0)
        return total

    def weighted(self, weights: Float64) -> Float64:
        return np.concatenate(list(self._blocks.scores(lambda block: np.asarray(block @ weights))))

    def keys(self, rng: np.random.Generator) -> Float64:
        return content_keys(content_order(self._blocks, len(self.rows), len(self.classes), rng), rng)


class _Categories:
    """Membership is 1 in the one category of an item; a missing one belongs to none."""

    def __init__(self, view: PoolView, name: str, asker: str) -> None:
        self._codes, self.classes = category_column(view, name, asker)
        self.rows = view.unlabelled

    def sums(self, rows: IntArray) -> Float64:
        codes = self._codes[rows]
        return np.bincount(codes[codes >= 0], minlength=len(self.classes)).astype(np.float64)

    def weighted(self, weights: Float64) -> Float64:
        return np.asarray(np.append(weights, 0.0)[self._codes[self.rows]], dtype=np.float64)

    def keys(self, rng: np.random.Generator) -> Float64:
        return rng.random(len(self.rows))


class Lacking:
    """What the classes lack of their targets, and what each item would fill of it."""

    def __init__(self, members: Members, group: IntArray, shares: Float64, sums: Float64, rows: IntArray) -> None:
        self.members, self._group, self._shares, self._rows = members, group, shares, rows
        self._sums, self.filled = sums, list[tuple[str, float]]()

    def values(self) -> Float64:
        """(u,) the sum over classes of membership times what the class lacks."""
        return self.members.weighted(self._lacks()[self._group])

    def take(self, position: int) -> None:
        """Count an item."""
        own = self.members.sums(self._rows[position : position + 1])
        gives = own * self._lacks()[self._group]
        best = int(np.argmax(gives)) if len(gives) else 0
        self.filled.append((self.members.classes[best], float(gives[best])) if gives.any() else ("", 0.0))
        self._sums = self._sums + own

    def stops(self, position: int) -> bool:
        """Never: a target that is reached is kept."""
        return False

    def _lacks(self) -> Float64:
        """What each share lacks; never less than nothing."""
        sums = np.bincount(self._group, weights=self._sums, minlength=len(self._shares))
        lacks: Float64 = np.maximum(self._shares * (sums.sum() + 1.0) - sums, 0.0)
        return lacks


class LackingObjects(Lacking):
    """As `Lacking`, where an item holds many objects: what counts is how near it brings all shares at once."""

    def __init__(self, members: Members, group: IntArray, shares: Float64, sums: Float64, rows: IntArray) -> None:
        super().__init__(members, group, shares, sums, rows)
        assert isinstance(members, PredictedObjects)
        joined = np.zeros((len(members.classes), len(shares)))
        joined[np.arange(len(group)), group] = 1.0
        self._far = FarFromTarget(members.counts[rows] @ joined, shares, sums @ joined)

    def values(self) -> Float64:
        return self._far.gained()

    def take(self, position: int) -> None:
        super().take(position)
        self._far.take(position)


def _sentence(filled: tuple[str, float]) -> str:
    name, amount = filled
    if amount > 0:
        return f"Fills what class {name!r} lacks of its target share."
    return "No item is left of a class that lacks any of its target share."
