"""The embedding of every item: by default, by an ONNX model, or brought."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.embed import AudioEmbedder, ImageEmbedder, OnnxImageEmbedder, read_brought
from asknext.errors import InputError
from asknext.selection.items import Items, Source
from asknext.selection.looking import Looker, PictureModel
from asknext.selection.seen_cache import Arrays

__all__ = ["Embedding", "OnnxPictures", "embedded"]

Vectors = npt.NDArray[np.float32]
_SAMPLE = 10_000


class Embedding:
    """``vectors`` (n, d), and the ``model`` that made them with its ``fingerprint``."""

    def __init__(self, vectors: Vectors, model: str, fingerprint: str) -> None:
        self.vectors, self.model, self.fingerprint = vectors, model, fingerprint


class OnnxPictures:
    """An ONNX embedder as a model that is run on every picture."""

    def __init__(self, path: Path) -> None:
        self._embedder = OnnxImageEmbedder(path)
        self.fingerprint = f"embed 1 {self._embedder.fingerprint}"

    def run(self, pictures: Sequence[npt.NDArray[np.uint8]]) -> Arrays:
        """``vectors`` (b, d)."""
        return {"vectors": self._embedder.transform(pictures)}


def embedded(
    given: str, folder: Path, items: Items, extra: Sequence[Source], looker: Looker, model: PictureModel | None
) -> Embedding:
    """The vectors of ``items``, followed by those of what is in ``extra`` files.

    ``given`` : ``default``, ``onnx:PATH`` (then ``model`` was run), or a file of vectors in ``folder``, one for each
    item in order or by name. Raises `InputError` for anything else, or where vectors are brought but not for ``extra``.
    """
    sources = [*items.sources, *extra]
    if model is not None:
        parts = [block["vectors"] for each in sources for block in looker.blocks(each.facts, each.file.kind, model)]
        return Embedding(np.concatenate(parts).astype(np.float32), given, model.fingerprint)
    if given == "default":
        return _default(sources, looker)
    if not given.lower().endswith((".npy", ".parquet")):
        raise InputError(f"embeddings is {given!r}, but must be default, onnx:PATH, or a .npy or .parquet file.")
    if extra:
        raise InputError(
            "embeddings are brought, but there are none for the pictures of queries or of preselected folders: leave "
            "these out, or use default or onnx:PATH."
        )
    return Embedding(read_brought(folder / given, items.names), Path(given).name, "brought")


def _default(sources: Sequence[Source], looker: Looker) -> Embedding:
    """Fitted on at most 10,000 items, evenly spread over all of them."""
    sound = any(each.file.kind == "audio" for each in sources)
    key = "features" if sound else "small"
    count = sum(each.facts.items for each in sources)
    step = max(1, -(-count // _SAMPLE))
    sample = list(itertools.islice(_rows(sources, looker, key), 0, None, step))
    embedder: Any = AudioEmbedder() if sound else ImageEmbedder()
    if sound:
        embedder.fit_features(np.stack(sample))
        turn = embedder.transform_features
    else:
        embedder.fit([sample])
        turn = embedder.transform
    parts = [turn(block[key]) for each in sources for block in looker.blocks(each.facts, each.file.kind)]
    return Embedding(np.concatenate(parts).astype(np.float32), "default", embedder.fingerprint)


def _rows(sources: Sequence[Source], looker: Looker, key: str) -> Iterator[npt.NDArray[Any]]:
    for each in sources:
        for block in looker.blocks(each.facts, each.file.kind):
            yield from block[key]
