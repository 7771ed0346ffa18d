"""`project_to_plane`: vectors as points of a map, by PCA, UMAP or t-SNE."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.embed.placing import placed_beside
from asknext.embed.principal_components import principal_components
from asknext.errors import InputError, MissingExtra, UnknownName

__all__ = ["METHODS", "Projection", "project_to_plane"]

_Floats = npt.NDArray[np.float32]

METHODS = ("pca", "umap", "tsne")
SAMPLE = {"umap": 20_000, "tsne": 10_000}
NAMES = {"pca": "PCA", "umap": "UMAP", "tsne": "t-SNE"}
_REDUCED, _FEWEST = 50, 8


@dataclass(frozen=True)
class Projection:
    """Where each vector lies on the map.

    Attributes
    ----------
    method : ``pca``, ``umap`` or ``tsne``. positions : (n, 2) float32; the unit means nothing.
    computed : how many of them the method itself placed; the others stand beside their neighbours.
    sentence : how the map was made, for a person.
    """

    method: str
    positions: _Floats
    computed: int
    sentence: str


def project_to_plane(vectors: _Floats, method: str = "pca", *, seed: int = 0, sample: int | None = None) -> Projection:
    """A map of (n, d) vectors; the same vectors and seed give the same map on the same machine.

    PCA places all of them (see `principal_components`). UMAP (McInnes, Healy and Melville, 2018) and t-SNE (van der
    Maaten and Hinton, 2008) see at most 50 principal components of ``sample`` vectors drawn at random; each of the
    others is put among its nearest vectors of the sample.

    Parameters
    ----------
    vectors : float32, may be memory-mapped. sample : default 20,000 for UMAP, 10,000 for t-SNE.

    Raises
    ------
    UnknownName : there is no such method. MissingExtra : UMAP needs a package that is not installed.
    InputError : ``vectors`` is no matrix, or holds NaN or infinity.
    """
    if method not in METHODS:
        raise UnknownName("projection", method, METHODS)
    if np.ndim(vectors) != 2:
        raise InputError(f"Vectors are a matrix with one row an item; this has {np.ndim(vectors)} dimensions.")
    if method == "umap":
        _umap()
    n = len(vectors)
    if method == "pca" or n < _FEWEST:
        positions = principal_components(vectors, 2, seed=seed).transform(vectors)
        few = "" if method == "pca" else f" There are too few items for {NAMES[method]}."
        return Projection(method, positions, n, f"PCA of {n:,} items.{few}")
    return _among_neighbours(vectors, method, seed, SAMPLE[method] if sample is None else max(sample, _FEWEST))


def _among_neighbours(vectors: _Floats, method: str, seed: int, sample: int) -> Projection:
    n, d = vectors.shape
    drawn = np.sort(np.random.default_rng(seed).choice(n, sample, replace=False)) if n > sample else np.arange(n)
    seen = np.asarray(vectors[drawn], dtype=np.float32)
    components = principal_components(seen, _REDUCED, seed=seed) if d > _REDUCED else None
    reduced = seen if components is None else components.transform(seen)
    if not np.isfinite(reduced).all():
        raise InputError("A vector holds a value that is NaN or infinite; a projection needs finite numbers.")
    points = _MADE[method](reduced, seed)
    sentence = f"{NAMES[method]} of {len(drawn):,} items."
    if len(drawn) == n:
        return Projection(method, points, n, sentence)
    change = (lambda block: block) if components is None else components.transform
    positions = placed_beside(vectors, reduced, points, change)
    positions[drawn] = points
    rest = f" The other {n - len(drawn):,} stand among their nearest neighbours of these, which were drawn at random."
    return Projection(method, positions, len(drawn), sentence + rest)


def _by_tsne(vectors: _Floats, seed: int) -> _Floats:
    from sklearn.manifold import TSNE

    perplexity = min(30.0, (len(vectors) - 1) / 3)
    # PCA gives the start, which must vary: identical vectors would divide by zero
    start: Any = "pca" if vectors.std(axis=0).max() > 0 else "random"
    return np.asarray(TSNE(perplexity=perplexity, init=start, random_state=seed).fit_transform(vectors), np.float32)


def _by_umap(vectors: _Floats, seed: int) -> _Floats:
    start = principal_components(vectors, 2, seed=seed).transform(vectors)
    start = start / max(float(np.abs(start).max()), 1e-9) * 10
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells of its seed and of its threads, which are as wanted
        made = _umap()(n_neighbors=min(15, len(vectors) - 1), init=start, random_state=seed, n_jobs=1)
        return np.asarray(made.fit_transform(vectors), np.float32)


def _umap() -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from umap import UMAP
    except ImportError as error:
        raise MissingExtra("A map by UMAP", "umap", "umap") from error
    return UMAP


_MADE: dict[str, Callable[[_Floats, int], _Floats]] = {"tsne": _by_tsne, "umap": _by_umap}
