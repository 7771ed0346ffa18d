"""Blobs of one class each, and noisy blobs in which all classes are mixed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.lab.generators.checked_parameters import check_number, check_whole
from asknext.lab.generators.made import Made

__all__ = ["noisy_regions"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_WORLD, _POINTS, _REFERENCE = 31, 32, 33
_NEIGHBOURS = 15


def noisy_regions(
    points: int = 10_000,
    classes: int = 10,
    features: int = 2,
    blobs: int = 200,
    noisy: int = 100,
    spread: float = 0.25,
    noisy_spread: float = 1.0,
    seed: int = 0,
) -> Made:
    """Gaussian blobs with centres drawn evenly from a cube: some of one class, the ``noisy`` ones of all classes alike.

    Columns: ``noisy`` (bool, whether the row's blob is), ``blob`` (int), ``true_label`` (the row's class by number),
    ``reference_label``: what the 15 nearest of as many other rows, drawn from the same blobs, vote for, and
    ``reference_right``, 1 where that is the true one. `informed_confidence` looks at both labels.

    In noisy blobs no model can be right more often than about one time in ``classes``.

    Parameters
    ----------
    points, classes, features : n, classes 0, 1, ..., and d.  blobs, noisy : how many, and how many of them are noisy.
    spread : standard deviation of a blob in each feature, as a multiple of half the mean distance from a centre to the
        nearest other one, divided by ``sqrt(features)``: 1 = a row is typically half-way to the next blob.
    noisy_spread : the same of noisy blobs, as a multiple of ``spread``.
    seed : decides centres, classes and points.

    Raises
    ------
    InputError : a number is out of range.
    """
    _check(points, classes, features, blobs, noisy, seed)
    check_number("noisy_regions", "spread", spread)
    check_number("noisy_regions", "noisy_spread", noisy_spread)
    rng = np.random.default_rng([seed, _WORLD])
    centres = rng.random((blobs, features))
    owners = rng.permutation(np.arange(blobs) % classes)
    deviation = np.full(blobs, spread * _half_way(centres) / np.sqrt(features))
    deviation[:noisy] *= noisy_spread
    world = _World(centres, owners, noisy, classes, deviation)
    blob, content, labels = world.drawn(points, np.random.default_rng([seed, _POINTS]))
    _, others, votes = world.drawn(points, np.random.default_rng([seed, _REFERENCE]))
    reference = _reference(others, votes, content)
    columns: dict[str, npt.NDArray[Any]] = {
        "noisy": blob < noisy,
        "blob": blob,
        "true_label": labels,
        "reference_label": reference,
        "reference_right": (reference == labels).astype(np.int64),
    }
    return Made(content, labels.tolist(), tuple(range(classes)), columns)


@dataclass(frozen=True)
class _World:
    centres: Floats
    owners: Ints
    noisy: int
    classes: int
    deviation: Floats

    def drawn(self, points: int, rng: np.random.Generator) -> tuple[Ints, Floats, Ints]:
        """(blob, content, class) of rows that are dealt evenly to the blobs and shuffled; the first blobs are noisy."""
        blob = rng.permutation(np.arange(points) % len(self.centres))
        content = self.centres[blob] + self.deviation[blob, None] * rng.standard_normal((points, self.centres.shape[1]))
        mixed = rng.integers(self.classes, size=points)
        return blob, content, np.where(blob < self.noisy, mixed, self.owners[blob])


def _half_way(centres: Floats) -> float:
    from sklearn.neighbors import NearestNeighbors

    distances, _ = NearestNeighbors(n_neighbors=2).fit(centres).kneighbors(centres)
    return float(distances[:, 1].mean()) / 2


def _reference(others: Floats, votes: Ints, content: Floats) -> Ints:
    from sklearn.neighbors import KNeighborsClassifier

    neighbours = min(_NEIGHBOURS, len(others))
    return np.asarray(KNeighborsClassifier(neighbours).fit(others, votes).predict(content), dtype=np.int64)


def _check(points: int, classes: int, features: int, blobs: int, noisy: int, seed: int) -> None:
    lows = {"points": (points, 2), "classes": (classes, 2), "features": (features, 1), "blobs": (blobs, 2)}
    for name, (value, low) in {**lows, "noisy": (noisy, 0), "seed": (seed, 0)}.items():
        check_whole("noisy_regions", name, value, low)
    if noisy > blobs or blobs > points:
        raise InputError(
            f"noisy_regions: {noisy} noisy of {blobs} blobs with {points} points; expected no more noisy blobs than "
            f"blobs, and no more blobs than points."
        )
