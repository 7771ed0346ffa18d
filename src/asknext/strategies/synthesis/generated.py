"""Items made by a generator of the user's own, and contents made by a decoder of the user's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.strategies.geometry.gaussian_kernel import squared_distances
from asknext.strategies.inputs import Float64
from asknext.strategies.synthesis.made_items import Synthetic, with_neighbours

__all__ = ["decoded", "generated"]


def generated(
    generator: Callable[[int, np.random.Generator], Any],
    points: npt.NDArray[Any],
    n: int,
    rng: np.random.Generator,
    *,
    neighbours: int = 3,
) -> Synthetic:
    """``n`` points of ``generator(n, rng)``, an (n, d) array, beside the real ``points`` (m, d).

    Their ``parents`` are the two nearest real items (one twice where there is only one). Raises `InputError` where the
    generator gives another shape or values that are not finite.
    """
    x = np.asarray(points, dtype=np.float64)
    made = np.asarray(generator(n, rng), dtype=np.float64)
    if x.ndim != 2 or len(x) == 0 or made.shape != (n, x.shape[1]) or not np.isfinite(made).all():
        raise InputError(
            f"The generator gave {made.shape} for {n} items beside real ones of shape {x.shape}; expected finite "
            f"values of shape ({n}, d), d as for the real ones."
        )
    nearest = np.argsort(squared_distances(made, x), axis=1, kind="stable")
    return with_neighbours(made, nearest[:, [0, min(1, len(x) - 1)]], x, neighbours)


def decoded(synthetic: Synthetic, decoder: Callable[[Float64], Any]) -> list[Any]:
    """What ``decoder(points)`` makes of the points: one content an item, e.g. a text or the path of an image.

    Raises `InputError` where it makes another number of contents.
    """
    contents = list(decoder(synthetic.points))
    if len(contents) != len(synthetic.points):
        raise InputError(f"The decoder gave {len(contents)} contents for {len(synthetic.points)} points.")
    return contents
