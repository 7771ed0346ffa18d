"""`TableEmbedder`: numbers filled in and scaled, categories as indicators."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from asknext.embed.saved import digest, load_arrays, save_arrays
from asknext.errors import InputError

__all__ = ["TableEmbedder"]

_SHARE = 0.9
_TOP = 10.0


class TableEmbedder:
    """Each number column becomes (value - median) / deviation, with 0 and an indicator where it is missing; every
    other column becomes one indicator for each of its most frequent values.

    A column holds numbers where at least 90 % of its values that are not missing can be read as numbers.

    Parameters
    ----------
    categories : the most values of one column that get an indicator. sample : the most rows to fit on.
    seed : not used; there is no chance in it.
    """

    kind = "table"

    def __init__(self, *, categories: int = 30, sample: int = 50_000, seed: int = 0) -> None:
        self.categories, self.sample, self.seed = categories, sample, seed
        self._numbers: dict[str, tuple[float, float]] = {}
        self._values: dict[str, list[str]] = {}

    @property
    def fingerprint(self) -> str:
        """A name for this fitted embedder: equal fingerprints give equal vectors."""
        return digest(self._facts(), {})

    def fit(self, blocks: Iterable[Sequence[Mapping[str, Any]]]) -> Self:
        """Learn the columns from at most ``sample`` rows."""
        rows = list(itertools.islice(itertools.chain.from_iterable(blocks), self.sample))
        if not rows:
            raise InputError("There are no rows to learn an embedding from.")
        for name in sorted({name for row in rows for name in row}):
            self._fit_column(name, [row.get(name) for row in rows])
        return self

    def transform(self, block: Sequence[Mapping[str, Any]]) -> npt.NDArray[np.float32]:
        """(b, d) float32."""
        columns = [self._number_columns(name, block) for name in sorted(self._numbers)]
        columns += [self._value_columns(name, block) for name in sorted(self._values)]
        if not columns:
            return np.zeros((len(block), 1), dtype=np.float32)
        return np.concatenate(columns, axis=1).astype(np.float32)

    def save(self, folder: Path) -> None:
        """Write into ``folder``; see `load`."""
        save_arrays(folder, self._facts(), {})

    @classmethod
    def load(cls, folder: Path) -> TableEmbedder:
        """Read what `save` wrote. Raises DataError where it is damaged."""
        facts, _ = load_arrays(folder, cls.kind)
        made = cls(categories=facts["categories"], sample=facts["sample"])
        made._numbers = {name: (at, spread) for name, (at, spread) in facts["numbers"].items()}
        made._values = facts["values"]
        return made

    def _facts(self) -> dict[str, Any]:
        numbers = {name: list(pair) for name, pair in self._numbers.items()}
        facts = {"categories": self.categories, "sample": self.sample, "numbers": numbers, "values": self._values}
        return {"kind": self.kind, "version": 1, **facts}

    def _fit_column(self, name: str, values: Sequence[Any]) -> None:
        there = [value for value in values if not _missing(value)]
        numbers = [number for value in there if (number := _number(value)) is not None]
        if there and len(numbers) >= _SHARE * len(there):
            spread = float(np.std(numbers))
            self._numbers[name] = (float(np.median(numbers)), spread if spread > 0 else 1.0)
        elif there:
            counts = Counter(map(str, there))
            self._values[name] = sorted(counts, key=lambda value: (-counts[value], value))[: self.categories]

    def _number_columns(self, name: str, block: Sequence[Mapping[str, Any]]) -> npt.NDArray[np.float64]:
        at, spread = self._numbers[name]
        found = [_number(row.get(name)) for row in block]
        scaled = [0.0 if number is None else (number - at) / spread for number in found]
        missing = [float(number is None) for number in found]
        # one wild value must not drown every other column
        return np.stack([np.clip(scaled, -_TOP, _TOP), np.array(missing)], axis=1).reshape(len(block), 2)

    def _value_columns(self, name: str, block: Sequence[Mapping[str, Any]]) -> npt.NDArray[np.float64]:
        places = {value: place for place, value in enumerate(self._values[name])}
        made = np.zeros((len(block), len(places)))
        for row, each in enumerate(block):
            place = places.get(str(each.get(name)))
            if place is not None:
                made[row, place] = 1.0
        return made


def _missing(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def _number(value: Any) -> float | None:
    if _missing(value):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
