"""How often each content has come in one run, 16 bytes a content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["Occurrences"]


class Occurrences:
    """Counts contents by the first 8 bytes of their hash.

    Should two contents share these (1 in 37 million for a million items), one of them is called the second
    occurrence of the other: an odd id, but the same one in every run.
    """

    def __init__(self) -> None:
        self._keys: npt.NDArray[np.uint64] = np.empty(0, dtype=np.uint64)
        self._counts: npt.NDArray[np.int64] = np.empty(0, dtype=np.int64)

    def count(self, hashes: Sequence[bytes]) -> list[int]:
        """For each hash in turn, how many times it has come by now, itself counted."""
        keys = np.frombuffer(b"".join(each[:8] for each in hashes), dtype="<u8")
        before = dict(zip(keys.tolist(), self._known(keys).tolist(), strict=True))
        seen: Counter[int] = Counter()
        numbers = []
        for key in keys.tolist():
            seen[key] += 1
            numbers.append(before[key] + seen[key])
        self._add(np.array(list(seen), dtype=np.uint64), np.array(list(seen.values()), dtype=np.int64))
        return numbers

    def _known(self, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
        at = np.searchsorted(self._keys, keys)
        inside = at < len(self._keys)
        at[~inside] = 0
        found = inside & (self._keys[at] == keys) if len(self._keys) else inside
        return np.where(found, self._counts[at], 0) if len(self._keys) else np.zeros(len(keys), dtype=np.int64)

    def _add(self, keys: npt.NDArray[np.uint64], counts: npt.NDArray[np.int64]) -> None:
        merged, inverse = np.unique(np.concatenate([self._keys, keys]), return_inverse=True)
        totals = np.zeros(len(merged), dtype=np.int64)
        np.add.at(totals, inverse, np.concatenate([self._counts, counts]))
        self._keys, self._counts = merged, totals
