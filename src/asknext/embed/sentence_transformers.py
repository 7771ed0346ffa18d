"""Text embeddings by a sentence-transformers model that the user names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from asknext.embed.saved import digest, load_arrays, save_arrays
from asknext.errors import MissingExtra

__all__ = ["SentenceTransformerEmbedder"]


class SentenceTransformerEmbedder:
    """Vectors of length 1 by the model ``name``, a name in the hub or a folder.

    Raises
    ------
    MissingExtra : sentence-transformers is not installed.
    """

    kind = "sentence-transformers"

    def __init__(self, name: str) -> None:
        self.name = name
        self._model: Any = None

    @property
    def fingerprint(self) -> str:
        """A name for this embedder: equal fingerprints give equal vectors."""
        return digest({"kind": self.kind, "name": self.name}, {})

    def fit(self, blocks: Iterable[Sequence[str]]) -> Self:
        """Load the model; there is nothing to learn."""
        self._loaded()
        return self

    def transform(self, block: Sequence[str]) -> npt.NDArray[np.float32]:
        """(b, d) float32."""
        found = self._loaded().encode(list(block), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write the model's name into ``folder``."""
        save_arrays(folder, {"kind": self.kind, "name": self.name}, {})

    @classmethod
    def load(cls, folder: Path) -> SentenceTransformerEmbedder:
        """Read what `save` wrote. Raises DataError where it is damaged."""
        facts, _ = load_arrays(folder, cls.kind)
        return cls(facts["name"])

    def _loaded(self) -> Any:
        if self._model is None:
            try:
                from sentence_transformers import SentenceTransformer
            except ImportError:
                raise MissingExtra(f"The model {self.name!r}", "sentence-transformers", "text") from None
            self._model = SentenceTransformer(self.name, trust_remote_code=False)
        return self._model
