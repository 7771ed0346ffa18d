"""The embedder that a project's settings ask for: made, fitted on its items, read back."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.project.embedder_input import embedder_input
from asknext.project.folder import Project
from asknext.store import items

__all__ = ["SAMPLE", "Embedder", "Vectors", "embedder_of", "fitted_embedder", "saved_embedder", "vectors_of"]

Vectors = npt.NDArray[np.float32]
SAMPLE = 10_000
"""How many items an embedder is fitted on at most."""
_PIECE = 1_024


class Embedder(Protocol):
    """Turns contents into vectors."""

    @property
    def fingerprint(self) -> str: ...
    def fit(self, blocks: Any) -> Self: ...
    def transform(self, block: Any) -> Vectors: ...
    def save(self, folder: Path) -> None: ...


def embedder_of(project: Project) -> Embedder:
    """A new one, not fitted yet. Raises InputError where the model is none for this content."""
    from asknext.embed import ImageEmbedder, SentenceTransformerEmbedder, TableEmbedder, TextEmbedder, onnx_embedder

    config, made = project.config, {"text": TextEmbedder, "image": ImageEmbedder, "row": TableEmbedder}
    made |= {"audio": ImageEmbedder, "frames": ImageEmbedder}
    made["pair"] = ImageEmbedder if config.annotate.pair_of == "image" else TextEmbedder
    kind, _, name = config.embeddings.model.partition(":")
    if kind == "default":
        embedder: Embedder = made[config.content](seed=config.seed)
        return embedder
    if kind == "onnx" and name and config.content in ("image", "text"):
        return onnx_embedder(project.folder / name, config.content)
    if kind == "sentence-transformers" and name and config.content == "text":
        return SentenceTransformerEmbedder(name)
    raise InputError(
        f"embeddings: model is {config.embeddings.model!r}; for content {config.content!r} it can be 'default', "
        "'onnx:FOLDER' (text, image) or 'sentence-transformers:NAME' (text)."
    )


def saved_embedder(project: Project, folder: Path) -> Embedder:
    """The one that was saved in ``folder``. Raises DataError where it is damaged."""
    kind: Any = type(embedder_of(project))
    embedder: Embedder = kind.load(folder)
    return embedder


def fitted_embedder(project: Project) -> Embedder:
    """A new one, fitted on items drawn at random."""
    embedder = embedder_of(project)
    with project.database.read() as conn:
        sample = items.sample_contents(conn, SAMPLE)
    pieces = (sample[at : at + _PIECE] for at in range(0, len(sample), _PIECE))
    return embedder.fit(embedder_input(project, piece) for piece in pieces)


def vectors_of(project: Project, embedder: Embedder, contents: Sequence[str]) -> Vectors:
    """(n, d) of stored contents, on a few threads: NumPy and SciPy, which do the work, let others run meanwhile."""
    pieces = [contents[at : at + _PIECE] for at in range(0, len(contents), _PIECE)]
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as threads:
        found = list(threads.map(lambda piece: embedder.transform(embedder_input(project, piece)), pieces))
    return np.concatenate(found) if found else np.zeros((0, 0), dtype=np.float32)
