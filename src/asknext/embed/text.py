"""`TextEmbedder`: word and character TF-IDF, folded by a truncated SVD (latent semantic analysis)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from asknext.embed.folding import right_singular_vectors
from asknext.embed.ngrams import BITS, Grams, character_grams, spelled, word_grams
from asknext.embed.saved import digest, load_arrays, save_arrays
from asknext.errors import InputError

__all__ = ["TextEmbedder"]

_CHARACTERS = 400_000
_PARTS = ("words", "characters")


class TextEmbedder:
    """Words (1 and 2 in a row) and characters (3 to 5 inside words) with sublinear TF-IDF, each part of length 1,
    then truncated SVD, then length 1 (Deerwester et al., 1990).

    Parameters
    ----------
    dimensions : d, at most; fewer where the texts have less in them. seed : of the SVD's random start.
    features : the most n-grams kept of each part, those in most texts first. sample : the most texts to fit on.
    """

    kind = "text"

    def __init__(self, dimensions: int = 192, *, seed: int = 0, features: int = 60_000, sample: int = 10_000) -> None:
        self.dimensions, self.seed, self.features, self.sample = dimensions, seed, features, sample
        self._arrays: dict[str, Any] = {}
        self._columns: dict[str, npt.NDArray[np.int32]] = {}

    @property
    def fingerprint(self) -> str:
        """A name for this fitted embedder: equal fingerprints give equal vectors."""
        return digest(self._facts(), self._arrays)

    def fit(self, blocks: Iterable[Sequence[str]]) -> Self:
        """Learn which n-grams there are and how they go together, from at most ``sample`` texts."""
        texts = list(itertools.islice(itertools.chain.from_iterable(blocks), self.sample))
        if not texts:
            raise InputError("There are no texts to learn an embedding from.")
        for part in _PARTS:
            self._fit_part(part, texts)
        self._make_columns()
        self._fold(texts)
        return self

    def transform(self, block: Sequence[str]) -> npt.NDArray[np.float32]:
        """(b, d) float32, each row of length 1 (0 for a text of which nothing is known)."""
        folded = [self._weighted(texts) @ self._arrays["components"] for texts in _portions(block)]
        vectors = np.concatenate(folded) if folded else np.zeros((0, self._arrays["components"].shape[1]))
        length = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(length > 0, length, 1), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write into ``folder``; see `load`."""
        save_arrays(folder, self._facts(), self._arrays)

    @classmethod
    def load(cls, folder: Path) -> TextEmbedder:
        """Read what `save` wrote. Raises DataError where it is damaged."""
        facts, arrays = load_arrays(folder, cls.kind)
        made = cls(facts["dimensions"], seed=facts["seed"], features=facts["features"], sample=facts["sample"])
        made._arrays = arrays
        made._make_columns()
        return made

    def _facts(self) -> dict[str, Any]:
        names = ("dimensions", "seed", "features", "sample")
        return {"kind": self.kind, "version": 1, **{name: getattr(self, name) for name in names}}

    def _fit_part(self, part: str, texts: Sequence[str]) -> None:
        found = np.zeros(1 << BITS, dtype=np.int64)
        for portion in _portions(texts):
            grams = _grams(portion)[part]
            distinct = np.unique(grams.rows * (1 << BITS) + grams.buckets) & ((1 << BITS) - 1)
            found += np.bincount(distinct, minlength=1 << BITS)
        # an n-gram of one text tells nothing about another; of few texts none may be left, so then all are kept
        least = 2 if len(texts) > 20 else 1
        kept = np.flatnonzero(found >= least)
        if len(kept) > self.features:
            kept = np.sort(kept[np.lexsort((kept, -found[kept]))[: self.features]])
        self._arrays[f"{part}_buckets"] = kept.astype(np.int32)
        self._arrays[f"{part}_idf"] = (np.log((1 + len(texts)) / (1 + found[kept])) + 1).astype(np.float32)

    def _make_columns(self) -> None:
        for part in _PARTS:
            kept = self._arrays[f"{part}_buckets"]
            columns = np.full(1 << BITS, -1, dtype=np.int32)
            columns[kept] = np.arange(len(kept), dtype=np.int32)
            self._columns[part] = columns

    def _fold(self, texts: Sequence[str]) -> None:
        from scipy import sparse

        weighted = sparse.vstack([self._weighted(portion) for portion in _portions(texts)], format="csr")
        if weighted.shape[1] == 0:
            self._arrays["components"] = np.zeros((0, 1), dtype=np.float32)
        else:
            self._arrays["components"] = right_singular_vectors(weighted, self.dimensions, self.seed)

    def _weighted(self, texts: Sequence[str]) -> Any:
        from scipy import sparse

        grams = _grams(texts)
        return sparse.hstack([self._part(part, grams[part], len(texts)) for part in _PARTS], format="csr")

    def _part(self, part: str, grams: Grams, rows: int) -> Any:
        from scipy import sparse

        columns = self._columns[part][grams.buckets]
        known = columns >= 0
        ones = np.ones(int(known.sum()), dtype=np.float32)
        idf = self._arrays[f"{part}_idf"]
        counts = sparse.coo_matrix((ones, (grams.rows[known], columns[known])), shape=(rows, len(idf))).tocsr()
        counts.data = (1 + np.log(counts.data)) * idf[counts.indices]
        length = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
        counts.data /= np.repeat(np.where(length > 0, length, 1), np.diff(counts.indptr)).astype(np.float32)
        return counts


def _grams(texts: Sequence[str]) -> dict[str, Grams]:
    characters = spelled(texts)
    return {"words": word_grams(characters), "characters": character_grams(characters)}


def _portions(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Consecutive texts, few enough characters at a time that memory stays small."""
    start = size = 0
    for end, text in enumerate(texts):
        size += min(len(text), 20_000) + 2
        if size > _CHARACTERS:
            yield texts[start : end + 1]
            start, size = end + 1, 0
    if start < len(texts):
        yield texts[start:]
