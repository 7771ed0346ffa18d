"""`ModelInput`: what a model is given of the pool, the content itself or embeddings of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.pool.content_hash import fingerprint
from asknext.pool.pool import Pool
from asknext.pool.view import IntArray

__all__ = ["ModelInput"]

_LITTLE = 50_000_000


class ModelInput:
    """The pool's content for a model of the user's, embeddings for the default model.

    Parameters
    ----------
    embeddings : (n, d) given by the user; None: the pool's own, else made from the content when first needed.
    embedded : whether the model is given embeddings.  seed : of embeddings that are made.

    Raises
    ------
    InputError : ``embeddings`` are not one row an item.
    """

    def __init__(self, pool: Pool, embeddings: npt.NDArray[Any] | None, *, embedded: bool, seed: int) -> None:
        self._pool, self._embedded, self._seed = pool, embedded, seed
        self._given = None if embeddings is None else _matrix(embeddings, pool.n)
        self._known = pool.embeddings if embeddings is None else embeddings

    @property
    def fingerprint(self) -> str:
        """Tells this pool, with the embeddings given for it, from any other."""
        if self._given is None:
            return self._pool.fingerprint
        return fingerprint([[self._pool.fingerprint], self._given])

    @property
    def can_embed(self) -> bool:
        """Whether `vectors` has an answer."""
        return self._known is not None or not _paths(self._pool.content)

    def vectors(self) -> npt.NDArray[Any]:
        """(n, d) embeddings, made once."""
        if self._known is None:
            from asknext.embed import embed_any

            self._known = embed_any(self._pool.content, self._seed)
        return self._known

    def at_hand(self) -> npt.NDArray[Any] | None:
        """(n, d) embeddings where they cost next to nothing: known, or of a table of numbers that is not large."""
        content = self._pool.content
        if self._known is None and isinstance(content, np.ndarray):
            plain = content.ndim == 2 and content.dtype.kind in "fiub" and content.size <= _LITTLE
            return self.vectors() if plain else None
        return self._known

    def take(self, rows: IntArray) -> Any:
        """What a model is given of ``rows``."""
        return self.vectors()[rows] if self._embedded else self._pool.take(rows)

    def everything(self) -> Any:
        """What a model is given of the whole pool."""
        return self.vectors() if self._embedded else self._pool.content


def _matrix(embeddings: npt.NDArray[Any], n: int) -> npt.NDArray[Any]:
    if np.ndim(embeddings) != 2 or len(embeddings) != n:
        raise InputError(f"embeddings have shape {np.shape(embeddings)}; expected ({n}, d).")
    return embeddings


def _paths(content: Any) -> bool:
    """Whether the content is files, which the in-memory embedders do not open."""
    return isinstance(content, list) and bool(content) and isinstance(content[0], Path)
