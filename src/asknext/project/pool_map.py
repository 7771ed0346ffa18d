"""`make_map`, `kept_map`: where the items of a project lie on a map, kept below ``arrays/maps/``.

    METHOD-DIGEST/positions.npy   (m, 2) float32, row i for the item at position i
    METHOD-DIGEST/about.json      method, digest, items, computed, sentence, seconds, made

The digest is of the contents and of the way they were embedded, so a map is made once for each.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from asknext.embed.projection import METHODS, project_to_plane
from asknext.errors import UnknownName
from asknext.project.embeddings import Progress, embeddings_at_hand, pool_embeddings
from asknext.project.folder import Project

__all__ = ["METHODS", "PoolMap", "available_methods", "kept_map", "make_map"]

_KEPT = 2


@dataclass(frozen=True)
class PoolMap:
    """A map of the first m items of a project.

    Attributes
    ----------
    positions : (m, 2) float32, memory-mapped. computed : how many of them the method itself placed.
    digest : of what it was made of. sentence : how, for a person. seconds : how long that took.
    """

    method: str
    digest: str
    positions: npt.NDArray[np.float32]
    computed: int
    sentence: str
    seconds: float


def available_methods() -> tuple[str, ...]:
    """Those of `METHODS` whose packages are installed."""
    return tuple(each for each in METHODS if each != "umap" or find_spec("umap") is not None)


def make_map(project: Project, method: str = "pca", progress: Progress | None = None) -> PoolMap:
    """The map of all items by ``method``; made where there is none of these contents. Embeds what is not embedded yet.

    Raises
    ------
    ProjectError : there are no items. DataError : a picture is gone. MissingExtra, UnknownName : of ``method``.
    """
    if method not in METHODS:
        raise UnknownName("projection", method, METHODS)
    vectors = pool_embeddings(project, progress)
    found = embeddings_at_hand(project)
    digest = "" if found is None else found[1]
    kept = _read(_folder(project, method, digest))
    if kept is not None and len(kept.positions) == len(vectors):
        return kept
    started = time.monotonic()
    made = project_to_plane(vectors, method, seed=project.config.seed)
    seconds = time.monotonic() - started
    about = {
        "method": method,
        "digest": digest,
        "items": len(vectors),
        "computed": made.computed,
        "sentence": made.sentence,
        "seconds": seconds,
        "made": time.time(),
    }
    _write(project, _folder(project, method, digest), made.positions, about)
    return PoolMap(method, digest, made.positions, made.computed, made.sentence, seconds)


def kept_map(project: Project, method: str) -> tuple[PoolMap | None, bool]:
    """The newest map by ``method``, or None, and whether it is of all items as they are now."""
    found = embeddings_at_hand(project)
    if found is not None:
        now = _read(_folder(project, method, found[1]))
        if now is not None:
            return now, len(now.positions) == project.n
    maps = (_read(each) for each in _of_method(project, method))
    return next((each for each in maps if each is not None), None), False


def _folder(project: Project, method: str, digest: str) -> Path:
    return project.arrays / "maps" / f"{method}-{digest}"


def _of_method(project: Project, method: str) -> list[Path]:
    """The newest first."""
    return sorted((project.arrays / "maps").glob(f"{method}-*"), key=lambda each: -each.stat().st_mtime_ns)


def _read(folder: Path) -> PoolMap | None:
    try:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        positions = np.load(folder / "positions.npy", mmap_mode="r", allow_pickle=False)
        if positions.ndim != 2 or positions.shape[1] != 2 or len(positions) != about["items"]:
            return None
        texts = (str(about["method"]), str(about["digest"]))
        return PoolMap(*texts, positions, int(about["computed"]), str(about["sentence"]), float(about["seconds"]))
    except (OSError, ValueError, KeyError, TypeError, EOFError):
        return None


def _write(project: Project, folder: Path, positions: npt.NDArray[np.float32], about: dict[str, object]) -> None:
    """A folder that is whole once it can be seen; the oldest of its method make room."""
    staging = folder.with_name(f".{folder.name}-{os.getpid()}")
    staging.mkdir(parents=True, exist_ok=True)
    np.save(staging / "positions.npy", positions)
    (staging / "about.json").write_text(json.dumps(about), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(staging, folder)
    for old in _of_method(project, str(about["method"]))[_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
