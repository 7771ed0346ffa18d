"""The vectors of a project's items, computed once for each content and kept below ``arrays/``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from asknext.errors import ProjectError
from asknext.project.embedder import Vectors, embedder_of
from asknext.project.embedding_cache import EmbeddingCache
from asknext.project.file_lock import file_lock
from asknext.project.folder import Project
from asknext.project.vector_file import VectorFile

__all__ = ["Progress", "embeddings_at_hand", "pool_embeddings"]

Progress = Callable[[int, int], None]
"""Called with items that have their vector, and items in all."""

VERSION = 1


def pool_embeddings(project: Project, progress: Progress | None = None) -> Vectors:
    """(n, d) float32, memory-mapped, row i for the item at position i.

    Only what is new is computed, and each content once. The embedder is fitted at the first call, on items drawn at
    random, and again once the pool has grown to four times what a small sample was drawn from. Safe to kill, and to
    call from several processes at once; a damaged cache is made anew.

    Raises
    ------
    ProjectError : there are no items yet. MissingExtra : the model named needs a package.
    DataError : vectors that were brought do not fit; a picture is gone.
    """
    n = project.n
    if n == 0:
        raise ProjectError(f"{project.folder} has no items yet. To add some: asknext import {project.folder} FILE")
    brought = project.config.embeddings.file
    folder = project.arrays / "embeddings"
    folder.mkdir(exist_ok=True)
    with file_lock(folder / "lock"):
        cache = EmbeddingCache(project, folder / _key(project))
        return cache.brought(Path(brought)) if brought else cache.filled(progress)


def embeddings_at_hand(project: Project) -> tuple[Vectors, str] | None:
    """What `pool_embeddings` left, without computing any: (m, d) of the first m items, and a digest of their contents.

    None where there is nothing yet.
    """
    key = _key(project)
    file = VectorFile(project.arrays / "embeddings" / key)
    if not file.rows:
        return None
    contents = b"".join(file.hashes())
    source = file.folder / "source.json"
    stamp = source.read_bytes() if source.is_file() else b""
    digest = hashlib.blake2b(b"\0".join([key.encode(), stamp, contents]), digest_size=8).hexdigest()
    return file.array(), digest


def _key(project: Project) -> str:
    """The name of a way to embed: another model, kind of content or seed has another folder."""
    config = project.config
    chosen = [VERSION, config.content, config.embeddings.model, config.embeddings.file, config.seed]
    if config.embeddings.model != "default" and not config.embeddings.file:
        chosen.append(embedder_of(project).fingerprint)  # the model's file may be changed in place
    return hashlib.blake2b(json.dumps(chosen).encode(), digest_size=8).hexdigest()
