"""`EmbeddingCache`: the vectors of a project's items in a folder, sound or made anew."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from asknext.errors import DataError
from asknext.project.embedder import SAMPLE, Embedder, Vectors, fitted_embedder, saved_embedder, vectors_of
from asknext.project.folder import Project
from asknext.project.vector_file import VectorFile
from asknext.store import items

__all__ = ["EmbeddingCache"]

BLOCK = 4_096
_GROWTH = 4
# arrays known to be sound in this process: path, time and size of what was checked
_CHECKED: set[tuple[str, int, int]] = set()


class EmbeddingCache:
    """The cache of one way to embed; the caller holds the lock."""

    def __init__(self, project: Project, folder: Path) -> None:
        self._project, self._folder = project, folder
        self._vectors = VectorFile(folder)

    def filled(self, progress: Callable[[int, int], None] | None) -> Vectors:
        """The vectors of all items, the missing ones computed."""
        n = self._project.n
        if not self._usable(n):
            self._start_anew()
        if self._vectors.rows < n:
            self._fill(saved_embedder(self._project, self._folder / "embedder"), n, progress)
        _remember(self._folder)
        return self._vectors.array()

    def brought(self, path: Path) -> Vectors:
        """The vectors of a file of the user's, copied."""
        from asknext.embed.brought import read_brought

        path = self._project.folder / path
        with self._project.database.read() as conn:
            hashes, ids = items.hashes(conn), items.ids(conn)
        stamp = _stamp(path)
        known = self._folder / "source.json"
        if self._vectors.hashes() != hashes or not known.is_file() or json.loads(known.read_text()) != stamp:
            vectors = read_brought(path, ids)
            self._replace(lambda staging: _write_brought(staging, vectors, hashes, stamp))
        return self._vectors.array()

    def _usable(self, n: int) -> bool:
        if self._fitted_on() == 0 or self._outgrown(n) or self._vectors.rows > n:
            return False
        if self._vectors.rows and not _known_sound(self._folder) and not self._sound():
            return False
        return self._vectors.rows == n or self._loads()

    def _sound(self) -> bool:
        """Whether the rows are undamaged and still belong to the items."""
        with self._project.database.read() as conn:
            found = items.hashes(conn, self._vectors.rows)
        return found == self._vectors.hashes() and self._vectors.sound()

    def _loads(self) -> bool:
        try:
            saved_embedder(self._project, self._folder / "embedder")
        except DataError:
            return False
        return True

    def _outgrown(self, n: int) -> bool:
        fitted = self._fitted_on()
        return fitted < SAMPLE and n >= _GROWTH * max(fitted, 1) and self._project.config.embeddings.model == "default"

    def _fitted_on(self) -> int:
        try:
            return int(json.loads((self._folder / "fitted.json").read_text())["items"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0

    def _start_anew(self) -> None:
        embedder = fitted_embedder(self._project)

        def write(staging: Path) -> None:
            embedder.save(staging / "embedder")
            (staging / "fitted.json").write_text(json.dumps({"items": self._project.n}))

        self._replace(write)

    def _replace(self, write: Callable[[Path], None]) -> None:
        """Put a folder that is whole in the place of the old one."""
        for left in self._folder.parent.glob(".making-*"):
            shutil.rmtree(left, ignore_errors=True)
        staging = Path(tempfile.mkdtemp(dir=self._folder.parent, prefix=".making-"))
        write(staging)
        if self._folder.exists():
            os.rename(self._folder, self._folder.parent / f".making-old-{os.getpid()}")
        os.rename(staging, self._folder)
        shutil.rmtree(self._folder.parent / f".making-old-{os.getpid()}", ignore_errors=True)
        self._vectors = VectorFile(self._folder)

    def _fill(self, embedder: Embedder, n: int, progress: Callable[[int, int], None] | None) -> None:
        with self._project.database.read() as conn:
            stream = itertools.islice(items.contents(conn, self._vectors.rows), n - self._vectors.rows)
            while block := list(itertools.islice(stream, BLOCK)):
                self._vectors.append(self._block(embedder, block), [each[1] for each in block])
                if progress:
                    progress(self._vectors.rows, n)

    def _block(self, embedder: Embedder, block: Sequence[tuple[int, bytes, str, int | None]]) -> Vectors:
        """Vectors of consecutive items: computed for originals, copied for copies."""
        originals = [content for _, _, content, copy_of in block if copy_of is None]
        computed = vectors_of(self._project, embedder, originals)
        made = np.zeros((len(block), self._vectors.dimensions or computed.shape[1]), dtype=np.float32)
        start = block[0][0]
        made[[at for at, each in enumerate(block) if each[3] is None]] = computed
        before = self._vectors.array() if self._vectors.rows else made
        for at, (_, _, _, first) in enumerate(block):
            if first is not None:
                made[at] = made[first - start] if first >= start else before[first]
        return made


def _write_brought(staging: Path, vectors: Vectors, hashes: list[bytes], stamp: dict[str, Any]) -> None:
    VectorFile(staging).append(vectors, hashes)
    (staging / "source.json").write_text(json.dumps(stamp))


def _stamp(path: Path) -> dict[str, Any]:
    try:
        found = path.stat()
    except OSError:
        raise DataError("There is no such file of embeddings.", source=str(path)) from None
    return {"path": str(path), "size": found.st_size, "changed": found.st_mtime_ns}


def _mark(folder: Path) -> tuple[str, int, int]:
    found = (folder / "vectors.f32").stat()
    return str(folder), found.st_mtime_ns, found.st_size


def _remember(folder: Path) -> None:
    _CHECKED.add(_mark(folder))


def _known_sound(folder: Path) -> bool:
    try:
        return _mark(folder) in _CHECKED
    except OSError:
        return False
