"""Word and character n-grams of many texts at once, as hashed counts.

Every n-gram is a span of one long array of characters. With prefix sums of ``code * B**i`` (modulo 2**64) and the
inverse of ``B`` the hash of any span is one subtraction and one product, so no n-gram is ever made as a string
(polynomial hashing: Karp and Rabin, 1987).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["BITS", "Grams", "character_grams", "normalised", "spelled", "word_grams"]

BITS = 22
TEXT_LIMIT = 20_000

_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_Codes = npt.NDArray[np.uint64]
_Ints = npt.NDArray[np.int64]


class Grams(NamedTuple):
    """One entry an occurrence: ``rows`` say which text, ``buckets`` which n-gram, below 2**22."""

    rows: _Ints
    buckets: _Ints


class Spelled(NamedTuple):
    """Texts as one array of characters, each text with a space before and behind, and what hashing needs."""

    codes: npt.NDArray[np.uint32]
    rows: _Ints
    sums: _Codes
    inverses: _Codes


def normalised(text: str) -> str:
    """Lower case, single spaces, the first 20,000 characters."""
    return " ".join(text[:TEXT_LIMIT].lower().split())


def spelled(texts: Sequence[str]) -> Spelled:
    """Prepare texts; their length in all is what memory goes by (about 60 bytes a character)."""
    padded = [f" {normalised(text)} " for text in texts]
    codes = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    lengths = np.array([len(text) for text in padded], dtype=np.int64)
    rows = np.repeat(np.arange(len(padded), dtype=np.int64), lengths)
    size = len(codes)
    powers = np.cumprod(np.full(size, _BASE, dtype=np.uint64), dtype=np.uint64)
    inverses: _Codes = np.cumprod(np.full(size, _INVERSE, dtype=np.uint64), dtype=np.uint64)
    sums = np.zeros(size + 1, dtype=np.uint64)
    np.cumsum((codes.astype(np.uint64) + np.uint64(1)) * powers, out=sums[1:])
    return Spelled(codes, rows, sums, inverses)


def word_grams(text: Spelled) -> Grams:
    """Words of two or more letters or digits, and pairs of neighbours."""
    starts, ends = _words(text.codes)
    single = _hashes(text, starts, ends)
    rows = text.rows[starts]
    together = rows[1:] == rows[:-1]
    pairs = _mixed(single[:-1] * np.uint64(31) + single[1:])[together]
    return Grams(np.concatenate([rows, rows[:-1][together]]), _buckets(np.concatenate([single, pairs])))


def character_grams(text: Spelled, lengths: Sequence[int] = (3, 4, 5)) -> Grams:
    """Runs of characters inside words, the space before and behind counted in."""
    blanks = np.concatenate([[0], np.cumsum(text.codes == 32)])
    rows, hashes = [], []
    for length in lengths:
        starts = np.arange(max(0, len(text.codes) - length + 1))
        inside = blanks[starts + length - 1] == blanks[starts + 1]
        starts = starts[inside]
        rows.append(text.rows[starts])
        hashes.append(_hashes(text, starts, starts + length))
    return Grams(np.concatenate(rows), _buckets(np.concatenate(hashes)))


def _words(codes: npt.NDArray[np.uint32]) -> tuple[_Ints, _Ints]:
    letters = _letters()[codes]
    edges = np.diff(np.concatenate([[0], letters.view(np.int8), [0]]))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    long = ends - starts > 1
    return starts[long], ends[long]


@lru_cache(maxsize=1)
def _letters() -> npt.NDArray[np.bool_]:
    """For every character whether it is a letter, a digit or _."""
    return np.fromiter((chr(code).isalnum() or code == 95 for code in range(0x110000)), dtype=bool, count=0x110000)


def _hashes(text: Spelled, starts: _Ints, ends: _Ints) -> _Codes:
    if not len(starts):
        return np.empty(0, dtype=np.uint64)
    spans = (text.sums[ends] - text.sums[starts]) * text.inverses[starts]
    return _mixed(spans + (ends - starts).astype(np.uint64))


def _mixed(values: _Codes) -> _Codes:
    """Spread every bit over the word (the finaliser of SplitMix64: Steele, Lea and Flood, 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _buckets(hashes: _Codes) -> _Ints:
    return (hashes >> np.uint64(64 - BITS)).astype(np.int64)
