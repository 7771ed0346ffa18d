"""BatchBALD: what the labels of a whole batch would tell together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.committee.merged_configurations import merged_configurations
from asknext.strategies.geometry.lazy_greedy import LazyGreedy
from asknext.strategies.inputs import CommitteeBlocks, Float64
from asknext.strategies.parameter import number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import SINGLE_LABEL, Selector
from asknext.strategies.uncertainty.entropy import entropy

__all__ = ["BatchBald", "Configurations"]

_CELLS = 1 << 15  # of the predictions of all configurations for a block of candidates: stays in the cache
_MERGED = 32  # configurations that bound what all of them tell
_DECIMALS = 12  # of a gain: what is below is rounding
_TINY = 1e-300


@register
@dataclass(frozen=True)
class BatchBald(Selector):
    """Again and again the item whose label tells most, in nats, once those of the batch are known (Kirsch et al. 2019).

    The greedy choice that makes ``I(y_1..y_b; model) = H(y_1..y_b) - sum_i mean_k H(P_i^(k))`` large: unlike the
    highest `bald` scores, copies of one doubtful item are not all chosen. Given the labels of the batch the gain of an
    item is its `bald` under the committee weighted by how likely each member finds those labels, in the mean over all
    ``C^b`` ways to label the batch. They are all counted up to ``configurations`` of them; from then on so many are
    drawn, each from one member, so that the gain is an estimate (within about 0.02 nats for 4,096). Gains only fall as
    the batch grows, and ways to label it that say much the same of the members bound the gain together, so that all of
    them are looked at for few items. The score of an item is its gain when chosen.
    """

    configurations: int = number(4096, "ways to label the batch that are counted, or drawn", low=1, integer=True)

    name = "batch_bald"
    time = "K n C + at worst b n K C configurations"
    memory = "n + K configurations"
    source = "Kirsch, van Amersfoort & Gal 2019"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"committee"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        committee = CommitteeBlocks(view, self.name)
        batch = Configurations(committee.members, self.configurations, rng)
        bounds = np.concatenate([batch.gains(block) for _, block in committee])
        keys = rng.random(len(bounds))
        greedy = LazyGreedy(
            bounds,
            lambda positions: batch.gains(committee.rows(view.unlabelled[positions])),
            keys,
            exact=True,
            ceilings=lambda positions: batch.ceilings(committee.rows(view.unlabelled[positions])),
        )
        picks, gains = np.empty(n, dtype=np.int64), np.empty(n)
        for i in view.resources.steps(range(n), "choosing"):
            picks[i], gains[i] = greedy.pick()
            batch.add(committee.rows(view.unlabelled[picks[[i]]])[:, 0])
        return Batch(view.unlabelled[picks], gains, Reasons(n, lambda i: _sentence(float(gains[i]), i)))


class Configurations:
    """Ways to label the batch: how likely each is, and how likely it makes each member."""

    def __init__(self, members: int, most: int, rng: np.random.Generator) -> None:
        self._most, self._rng = most, rng
        self.likely = np.ones(1)
        self.members = np.full((1, members), 1.0 / members)
        self._chosen: list[Float64] = []
        self._source: IntArray | None = None
        self._merged: tuple[Float64, Float64] | None = None

    def gains(self, p: Float64) -> Float64:
        """(rows,) what each label would tell, given those of the batch; ``p`` (K, rows, C)."""
        return _told(p, self.likely, self.members)

    def ceilings(self, p: Float64) -> Float64:
        """(rows,) at least the `gains`, in less time where there are many configurations."""
        if self._merged is None:
            self._merged = merged_configurations(self.likely, self.members, _MERGED)
        told = _told(p, *self._merged)
        return np.where(told > 0, told + 10.0**-_DECIMALS, 0.0)

    def add(self, p: Float64) -> None:
        """Take an item with probabilities ``p`` (K, C) into the batch."""
        self._chosen.append(p)
        self._merged = None
        if self._source is None and len(self.likely) * p.shape[1] <= self._most:
            self._count(p)
        elif self._source is None:
            self._draw_all()
        else:
            self._draw(p)

    def _count(self, p: Float64) -> None:
        joint = self.likely[:, None, None] * self.members[:, None, :] * p.T
        likely = joint.sum(axis=2).ravel()
        possible = likely > 0
        self.likely = likely[possible]
        self.members = joint.reshape(len(likely), -1)[possible] / self.likely[:, None]

    def _draw_all(self) -> None:
        """From counting to drawing: each member labels its share of the configurations, whichever are possible."""
        count = self.members.shape[1]
        self._source = self._rng.permutation(np.arange(self._most) % count)
        self.likely = np.full(self._most, 1.0 / self._most)
        self.members = np.full((self._most, count), 1.0 / count)
        for p in self._chosen:
            self._draw(p)

    def _draw(self, p: Float64) -> None:
        assert self._source is not None
        sums = np.cumsum(p, axis=1)
        thrown = self._rng.random(len(self._source)) * sums[self._source, -1]
        labels = np.minimum((sums[self._source] <= thrown[:, None]).sum(axis=1), p.shape[1] - 1)
        self.members = self.members * p[:, labels].T
        self.members /= self.members.sum(axis=1, keepdims=True)


def _told(p: Float64, likely: Float64, members: Float64) -> Float64:
    """(rows,) the mean over configurations of what each label tells about the member."""
    step = max(1, _CELLS // (len(likely) * p.shape[2]))
    parts = [_told_by(p[:, start : start + step], likely, members) for start in range(0, p.shape[1], step)]
    return np.asarray(np.round(np.maximum(np.concatenate(parts), 0.0), _DECIMALS), dtype=np.float64)


def _told_by(p: Float64, likely: Float64, members: Float64) -> Float64:
    count, rows, classes = p.shape
    foreseen = members @ p.reshape(count, -1)
    logarithms = np.maximum(foreseen, _TINY)
    np.log(logarithms, out=logarithms)
    logarithms *= foreseen
    apart: Float64 = entropy(p.reshape(-1, classes)).reshape(count, rows).mean(axis=0)
    together: Float64 = -(likely @ logarithms).reshape(rows, classes).sum(axis=1)
    return together - apart


def _sentence(gain: float, before: int) -> str:
    if gain == 0:
        return "Nothing left would tell the models apart any better."
    if before == 0:
        return f"Its label tells best which of the models is right ({gain:.2g} nats)."
    return (
        f"Given the labels of the items before it, its label tells most about which model is right ({gain:.2g} nats)."
    )
