"""The vectors of a project's items, computed once for each content and kept below ``arrays/``."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError, InputError, ProjectError
from asknext.formats import decode_image
from asknext.formats.folder import file_within
from asknext.project.file_lock import file_lock
from asknext.project.folder import Project
from asknext.project.media_pictures import side_by_side, sound_picture
from asknext.project.stored_files import files_of
from asknext.project.vector_file import VectorFile
from asknext.store import items

__all__ = ["Embedder", "embeddings_at_hand", "pool_embeddings"]

Vectors = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Called with items that have their vector, and items in all."""

VERSION = 1
BLOCK = 4_096
_PIECE = 1_024
_PICTURE = 256
_GROWTH = 4
# arrays known to be sound in this process: path, time and size of what was checked
_CHECKED: set[tuple[str, int, int]] = set()


class Embedder(Protocol):
    """Turns contents into vectors."""

    @property
    def fingerprint(self) -> str: ...
    def fit(self, blocks: Any) -> Self: ...
    def transform(self, block: Any) -> Vectors: ...
    def save(self, folder: Path) -> None: ...


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
        cache = _Cache(project, folder / _key(project))
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


class _Cache:
    """The cache of one way to embed; the caller holds the lock."""

    def __init__(self, project: Project, folder: Path) -> None:
        self._project, self._folder = project, folder
        self._vectors = VectorFile(folder)

    def filled(self, progress: Progress | None) -> Vectors:
        """The vectors of all items, the missing ones computed."""
        n = self._project.n
        if not self._usable(n):
            self._start_anew()
        if self._vectors.rows < n:
            self._fill(_loaded(self._project, self._folder / "embedder"), n, progress)
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
            _loaded(self._project, self._folder / "embedder")
        except DataError:
            return False
        return True

    def _outgrown(self, n: int) -> bool:
        fitted = self._fitted_on()
        return fitted < 10_000 and n >= _GROWTH * max(fitted, 1) and self._project.config.embeddings.model == "default"

    def _fitted_on(self) -> int:
        try:
            return int(json.loads((self._folder / "fitted.json").read_text())["items"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0

    def _start_anew(self) -> None:
        embedder = _fitted(self._project)

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

    def _fill(self, embedder: Embedder, n: int, progress: Progress | None) -> None:
        with self._project.database.read() as conn:
            stream = itertools.islice(items.contents(conn, self._vectors.rows), n - self._vectors.rows)
            while block := list(itertools.islice(stream, BLOCK)):
                self._vectors.append(self._block(embedder, block), [each[1] for each in block])
                if progress:
                    progress(self._vectors.rows, n)

    def _block(self, embedder: Embedder, block: Sequence[tuple[int, bytes, str, int | None]]) -> Vectors:
        """Vectors of consecutive items: computed for originals, copied for copies."""
        originals = [content for _, _, content, copy_of in block if copy_of is None]
        computed = _transformed(self._project, embedder, originals)
        made = np.zeros((len(block), self._vectors.dimensions or computed.shape[1]), dtype=np.float32)
        start = block[0][0]
        made[[at for at, each in enumerate(block) if each[3] is None]] = computed
        before = self._vectors.array() if self._vectors.rows else made
        for at, (_, _, _, first) in enumerate(block):
            if first is not None:
                made[at] = made[first - start] if first >= start else before[first]
        return made


def _key(project: Project) -> str:
    """The name of a way to embed: another model, kind of content or seed has another folder."""
    config = project.config
    chosen = [VERSION, config.content, config.embeddings.model, config.embeddings.file, config.seed]
    if config.embeddings.model != "default" and not config.embeddings.file:
        chosen.append(_new(project).fingerprint)  # the model's file may be changed in place
    return hashlib.blake2b(json.dumps(chosen).encode(), digest_size=8).hexdigest()


def _new(project: Project) -> Embedder:
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


def _loaded(project: Project, folder: Path) -> Embedder:
    kind: Any = type(_new(project))
    embedder: Embedder = kind.load(folder)
    return embedder


def _fitted(project: Project) -> Embedder:
    embedder = _new(project)
    with project.database.read() as conn:
        sample = items.sample_contents(conn, 10_000)
    pieces = (sample[at : at + _PIECE] for at in range(0, len(sample), _PIECE))
    return embedder.fit(_contents(project, piece) for piece in pieces)


def _transformed(project: Project, embedder: Embedder, contents: Sequence[str]) -> Vectors:
    """Vectors on two threads: the work is done in NumPy and SciPy, which let others run meanwhile."""
    pieces = [contents[at : at + _PIECE] for at in range(0, len(contents), _PIECE)]
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as threads:
        found = list(threads.map(lambda piece: embedder.transform(_contents(project, piece)), pieces))
    return np.concatenate(found) if found else np.zeros((0, 0), dtype=np.float32)


def _contents(project: Project, stored: Sequence[str]) -> list[Any]:
    """What an embedder takes: texts as they are, pictures as pixels, rows as mappings.

    Of frames the one in the middle stands for all, of a recording a picture of its frequencies, and a pair is its two
    texts one after the other, or its two pictures side by side.
    """
    kind = project.config.content
    if kind == "text":
        return list(stored)
    if kind == "row":
        return [json.loads(each) for each in stored]
    if kind == "pair":
        return [_pair(project, json.loads(each)) for each in stored]
    if kind == "audio":
        return [sound_picture(_file(project, each)) for each in stored]
    if kind == "frames":
        return [_picture(project, _middle(each)) for each in stored]
    return [_picture(project, each) for each in stored]


def _middle(stored: str) -> str:
    files = files_of("frames", stored)
    return files[len(files) // 2]


def _pair(project: Project, found: Mapping[str, Any]) -> Any:
    if "text" in found["left"]:
        return f"{found['left']['text']}\n{found['right']['text']}"
    sides = [_picture(project, found[side]["image"]) for side in ("left", "right")]
    return side_by_side(*sides)


def _file(project: Project, path: str) -> Path:
    if project.media is None:
        raise ProjectError("Recordings need a media folder: set media: in asknext.yaml.")
    return file_within(project.media, project.media / path)


def _picture(project: Project, path: str) -> npt.NDArray[np.uint8]:
    media = project.media
    if media is None:
        raise ProjectError("Pictures need a media folder: set media: in asknext.yaml.")
    try:
        return decode_image(file_within(media, media / path).read_bytes(), size=_PICTURE)
    except (DataError, OSError) as error:
        reason = error.reason if isinstance(error, DataError) else str(error.strerror)
        raise DataError(f"This picture was imported, and now: {reason}.", source=str(media / path)) from None


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
