"""The pool that every case of the benchmark gets: a mixture of 50 Gaussians, the same in every process.

Nothing here imports asknext, because peers run in environments of their own.
"""

import os
from functools import cached_property
from pathlib import Path

import numpy as np

DIMENSIONS, CLASSES, MEMBERS, CENTRES, LABELLED, SEED = 128, 10, 5, 50, 1000, 20261122


class Problem:
    """``n`` items, the first 1000 labelled, of which a batch of ``b`` is asked; arrays are made once and kept in files.

    Embeddings are float32; probabilities are float64, as classifiers give them; a committee is float32.
    """

    def __init__(self, n: int, b: int, folder: Path) -> None:
        self.n, self.b, self._folder = n, b, folder

    @cached_property
    def embeddings(self):
        return self._kept("embeddings", self._embeddings)

    @cached_property
    def probabilities(self):
        return self._kept("probabilities", lambda: self._softmax(1).astype(np.float64))

    @cached_property
    def committee(self):
        return self._kept("committee", lambda: np.stack([self._softmax(10 + k) for k in range(MEMBERS)]))

    @cached_property
    def labelled(self):
        return np.arange(LABELLED)

    @cached_property
    def classes(self):
        """(n,) true classes."""
        return self.probabilities.argmax(axis=1)

    @cached_property
    def known(self):
        """(n,) the classes of the labelled rows, NaN for the others."""
        known = np.full(self.n, np.nan)
        known[:LABELLED] = self.classes[:LABELLED]
        return known

    def _embeddings(self):
        rng = np.random.default_rng(SEED)
        values = rng.standard_normal((self.n, DIMENSIONS), dtype=np.float32)
        centres = 2 * rng.standard_normal((CENTRES, DIMENSIONS), dtype=np.float32)
        values += centres[rng.integers(CENTRES, size=self.n)]
        return values

    def _softmax(self, seed):
        rng = np.random.default_rng(SEED + seed)
        logits = self.embeddings @ (np.float32(0.15) * rng.standard_normal((DIMENSIONS, CLASSES), dtype=np.float32))
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return odds / odds.sum(axis=1, keepdims=True)

    def _kept(self, name, make):
        path = self._folder / f"{name}-{self.n}.npy"
        if not path.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f"{path.stem}.{os.getpid()}.npy")
            np.save(part, make())
            part.replace(path)
        return np.load(path, allow_pickle=False)
