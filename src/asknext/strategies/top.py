"""The highest scores, with ties broken by a seeded generator and never by array order."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray

__all__ = ["Highest", "Shortlist", "quantised", "top"]

_BITS = 40
_PIECE = 1 << 14  # few pieces have a score high enough to be looked at more closely
_UNORDERED = 4  # times n scores are held before they are cut down to n


def top(scores: npt.NDArray[np.float64], n: int, rng: np.random.Generator) -> IntArray:
    """Positions of the ``n`` highest of ``scores`` (u,), best first; the first k are the answer for n = k.

    Scores that differ by less than about one part in 10^12 count as equal, so that rounding, which differs between
    machines, decides nothing.
    """
    highest = Highest(n, rng)
    highest.add(scores)
    return highest.places


class Highest:
    """The ``n`` highest of scores that come piece by piece; holds some n of them, however many come.

    Equal scores are in an order drawn from ``rng``, which depends on their place in the whole but not on the pieces.
    """

    def __init__(self, n: int, rng: np.random.Generator) -> None:
        self._n, self._key = n, rng.integers(2**64, dtype=np.uint64)
        self._least, self._seen, self._held = -np.inf, 0, 0
        self._places: list[IntArray] = []
        self._scores: list[npt.NDArray[np.float64]] = []

    def add(self, scores: npt.NDArray[Any], places: IntArray | None = None) -> None:
        """The next ``scores`` (any number of them, none NaN), at ``places`` of the whole; default: the next ones."""
        if places is not None:
            self._hold(places, scores)
            return
        for start in range(0, len(scores), _PIECE):
            piece = scores[start : start + _PIECE]
            if (highest := piece.max()) >= self._least:
                high = np.flatnonzero(piece >= self._least)
                self._hold(high + self._seen, piece[high].astype(np.float64))
            elif highest != highest:
                raise ValueError("a score is not a number")
            self._seen += len(piece)

    @property
    def places(self) -> IntArray:
        """The places of the highest among all that came, the best first."""
        self._cut()
        return self._places[0]

    @property
    def scores(self) -> npt.NDArray[np.float64]:
        """Their scores."""
        self._cut()
        return self._scores[0]

    def _hold(self, places: IntArray, scores: npt.NDArray[np.float64]) -> None:
        self._places.append(places)
        self._scores.append(scores)
        self._held += len(places)
        if self._held > _UNORDERED * self._n + _PIECE // 4:
            self._cut()

    def _cut(self) -> None:
        places, scores = np.concatenate(self._places), np.concatenate(self._scores)
        if len(scores) > self._n:
            high = np.flatnonzero(scores >= _just_below(np.partition(scores, -self._n)[-self._n]))
            places, scores = places[high], scores[high]
        rounded = quantised(scores)
        order = np.lexsort((_mixed(places, self._key), -rounded))[: self._n]
        self._places, self._scores, self._held = [places[order]], [scores[order]], len(order)
        if len(order) == self._n:
            self._least = _just_below(rounded[order[-1]])


class Shortlist:
    """The places of all that may be among the ``n`` highest, where scores may be off by half of ``slack``."""

    def __init__(self, n: int, slack: float) -> None:
        self._n, self._slack = n, slack
        self._least, self._seen, self._held = -np.inf, 0, 0
        self._places: list[IntArray] = []
        self._scores: list[npt.NDArray[np.float64]] = []

    def add(self, scores: npt.NDArray[np.float64]) -> None:
        """The next ``scores``."""
        for start in range(0, len(scores), _PIECE):
            piece = scores[start : start + _PIECE]
            if not piece.max() < self._least:  # true of NaN too
                high = np.flatnonzero(piece >= self._least)
                self._places.append(high + self._seen)
                self._scores.append(piece[high])
                self._held += len(high)
            self._seen += len(piece)
            if self._held > 2 * self._n + _PIECE // 4:
                self._cut()

    @property
    def places(self) -> IntArray:
        """The places, rising."""
        self._cut()
        return self._places[0]

    def _cut(self) -> None:
        places, scores = np.concatenate(self._places), np.concatenate(self._scores)
        if len(scores) > self._n:
            self._least = _just_below(np.partition(scores, -self._n)[-self._n] - self._slack)
            high = np.flatnonzero(scores >= self._least)
            places, scores = places[high], scores[high]
        self._places, self._scores, self._held = [places], [scores], 0


def quantised(values: Any, bits: int = _BITS) -> npt.NDArray[np.float64]:
    """``values`` rounded to ``bits`` significant bits; makes what rounding errors drove apart equal again."""
    fraction, exponent = np.frexp(np.asarray(values, dtype=np.float64))
    return np.asarray(np.ldexp(np.round(np.ldexp(fraction, bits)), exponent - bits), dtype=np.float64)


def _just_below(score: Any) -> float:
    """Nothing lower than this can be equal to ``score`` once both are rounded."""
    return float(score - abs(score) * 2.0 ** (2 - _BITS))


def _mixed(places: IntArray, key: np.uint64) -> npt.NDArray[np.uint64]:
    """A random-looking number for each place, another for each of any two (Steele, Lea & Flood 2014: SplitMix64)."""
    mixed = (places.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15) + key
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))
